import type { KubeObject } from '@dizuo/api';
import { App, Skeleton } from 'antd';
import { type ComponentType, lazy, Suspense } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { FieldGroup } from '../../parts/field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { DraftForm } from '../../shapes/draft-fields.tsx';
import type { Draft } from '../../shapes/draft-path.ts';
import { FormPage } from '../../shapes/form-page.tsx';
import { useDraftForm } from '../../shapes/use-draft-form.ts';
import type { Problems } from '../../shapes/use-object-form.ts';
import { type PolicyObject, type PolicyPlural, policyKindOf, policyKinds, targetOf } from './policy-kinds.ts';
import { TargetField } from './target-field.tsx';
import { useBackendTargets, useRouteTargets } from './use-targets.ts';

interface FieldsProps {
  form: DraftForm;
  tenant: string;
}

const fields: Record<PolicyPlural, ComponentType<FieldsProps>> = {
  authpolicies: lazy(() => import('./auth-policy-fields.tsx').then((m) => ({ default: m.AuthPolicyFields }))),
  ratelimitpolicies: lazy(() => import('./rate-limit-fields.tsx').then((m) => ({ default: m.RateLimitFields }))),
  backendpolicies: lazy(() => import('./backend-policy-fields.tsx').then((m) => ({ default: m.BackendPolicyFields }))),
  canarypolicies: lazy(() => import('./canary-fields.tsx').then((m) => ({ default: m.CanaryFields }))),
  transformpolicies: lazy(() => import('./transform-fields.tsx').then((m) => ({ default: m.TransformFields }))),
};

/** What a new policy begins with. */
const starts: Record<PolicyPlural, Draft> = {
  authpolicies: { authentication: { session: true }, require: 'signed-in' },
  ratelimitpolicies: { limits: [{ name: 'limit-1', requests: 100, period: '1m', per: 'Client' }] },
  backendpolicies: { loadBalancing: { type: 'LeastRequest' } },
  canarypolicies: {
    steps: [
      { percent: 5, hold: '10m' },
      { percent: 25, hold: '10m' },
      { percent: 50, hold: '10m' },
    ],
    analysis: { maxErrorIncrease: 1, maxLatencyIncreasePercent: 50 },
  },
  transformpolicies: {},
};

/** A new policy; what it is attached to may be named in the address. */
export function NewPolicyPage() {
  const { tenant = '', kind } = useParams();
  const [params] = useSearchParams();
  if (!policyKindOf(kind)) return <NotFoundPage />;
  const plural = kind as PolicyPlural;
  const target = params.get('target');
  return <PolicyForm tenant={tenant} plural={plural} start={{ targetRefs: target ? [targetOf(target)] : [], ...starts[plural] }} />;
}

/** Changes a policy. */
export function EditPolicyPage() {
  const { tenant = '', kind, policy = '' } = useParams();
  const known = policyKindOf(kind);
  const live = useLiveObject(known ?? policyKinds.authpolicies, { namespace: tenant, name: policy }, known !== undefined);
  if (!known) return <NotFoundPage />;
  if (live.error && !live.object) {
    return (
      <div className="page">
        <ErrorNotice error={live.error} onRetry={live.retry} />
      </div>
    );
  }
  if (!live.loaded) {
    return (
      <div className="page">
        <Skeleton active />
      </div>
    );
  }
  if (!live.object) return <NotFoundPage />;
  const existing = live.object as PolicyObject;
  return <PolicyForm tenant={tenant} plural={kind as PolicyPlural} existing={existing} start={existing.spec as unknown as Draft} />;
}

function PolicyForm(props: { tenant: string; plural: PolicyPlural; existing?: PolicyObject; start: Draft }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { tenant, plural, existing, start } = props;
  const routes = useRouteTargets(tenant);
  const backends = useBackendTargets(tenant);
  const form = useDraftForm({
    kind: policyKinds[plural],
    namespace: tenant,
    existing: existing as (KubeObject & never) | undefined,
    start,
    check: ({ targetRefs }): Problems => ((targetRefs as unknown[]).length > 0 ? {} : { 'spec.targetRefs': t('policies.form.due') }),
  });
  const Fields = fields[plural];
  const kind = t(`policies.kinds.${plural}`);
  const list = `/dev/${tenant}/policies`;

  const submit = async () => {
    if (!form.attempt()) return;
    const policy = await form.submit();
    if (!policy) return;
    message.success(t('policies.form.done'));
    navigate(`${list}/${plural}/${policy.metadata.name}`);
  };

  return (
    <FormPage
      title={existing ? t('policies.form.edit', { kind, name: existing.metadata.name }) : t('policies.form.title', { kind })}
      lead={t(`policies.leads.${plural}`)}
      crumbs={[[t('policies.list.title'), list]]}
      error={form.refusal}
      busy={form.busy}
      dirty={form.dirty}
      submit={{ label: t(existing ? 'policies.form.save' : 'policies.form.create'), run: () => void submit() }}
    >
      <FieldGroup title={t('policies.list.target')}>
        {!existing && (
          <TextField
            form={form}
            path="metadata.name"
            label={t('policies.form.name')}
            required
            mono
            maxLength={63}
            value={form.values.name}
            onChange={(name) => form.set({ name })}
          />
        )}
        <TargetField form={form.fields} options={plural === 'backendpolicies' ? backends : routes} only={plural === 'canarypolicies'} />
      </FieldGroup>
      <Suspense fallback={<Skeleton active />}>
        <Fields form={form.fields} tenant={tenant} />
      </Suspense>
      <p className="help">{t('policies.form.more')}</p>
    </FormPage>
  );
}
