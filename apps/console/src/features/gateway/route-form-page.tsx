import { AuthPolicy, Department, HTTPRoute, type KubeObject, type ObjectOf, Upstream, Workload } from '@dizuo/api';
import { isApiError } from '@dizuo/client';
import { App, Button, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { useObjectForm } from '../../shapes/use-object-form.ts';
import { RouteTry } from './route-try.tsx';
import {
  isOnRoute,
  losesPolicy,
  policyOf,
  type RouteValues,
  type RouteWords,
  routeDraft,
  routeOf,
  routeProblems,
  routeValues,
  withHost,
} from './route-values.ts';
import { RuleFields } from './rule-fields.tsx';
import { newRule, type RuleValues } from './rule-values.ts';

type RouteObject = ObjectOf<typeof HTTPRoute> & KubeObject;
type PolicyObject = ObjectOf<typeof AuthPolicy> & KubeObject;
/** Gateway API, HTTPRoute.spec.rules. */
const mostRules = 16;
const categories = ['staff', 'contractor', 'citizen'] as const;

/** A new route; the backend may be named in the address. */
export function NewRoutePage() {
  const { tenant = '' } = useParams();
  const [params] = useSearchParams();
  const upstream = params.get('upstream');
  const start: RouteValues = {
    name: '',
    host: '',
    rules: [newRule({ kind: upstream ? 'Upstream' : 'Workload', backend: upstream ?? params.get('workload') ?? '', weight: 1 })],
    signIn: true,
    departments: [],
    categories: [],
    anonymous: '',
  };
  return <RouteForm tenant={tenant} start={start} />;
}

/** Changes a route that the form can show. */
export function EditRoutePage() {
  const { tenant = '', route = '' } = useParams();
  const live = useLiveObject(HTTPRoute, { namespace: tenant, name: route });
  const policies = useLiveList(AuthPolicy, { namespace: tenant });
  if (live.error && !live.object) {
    return (
      <div className="page">
        <ErrorNotice error={live.error} onRetry={live.retry} />
      </div>
    );
  }
  if (!live.object || !policies.loaded) {
    return (
      <div className="page">
        <Skeleton active />
      </div>
    );
  }
  const policy = policies.items.find((p) => isOnRoute(p, route));
  return <RouteForm tenant={tenant} existing={live.object} policy={policy} start={routeValues(live.object, policy)} />;
}

function RouteForm(props: { tenant: string; existing?: RouteObject; policy?: PolicyObject | undefined; start: RouteValues }) {
  const { t } = useWords();
  const server = useServerWords();
  const { session } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { tenant, existing, policy } = props;
  const workloads = useLiveList(Workload, { namespace: tenant });
  const upstreams = useLiveList(Upstream, { namespace: tenant });
  const departments = useLiveList(Department);
  const words = useMemo<RouteWords>(
    () => ({
      due: t('gateway.form.due'),
      nameRule: t('gateway.form.nameRule'),
      hostRule: t('gateway.form.hostRule'),
      pathRule: t('gateway.form.pathRule'),
      backendTwice: t('gateway.form.backendTwice'),
      weightRule: t('gateway.form.weightRule'),
    }),
    [t],
  );
  const form = useObjectForm({
    kind: HTTPRoute,
    existing,
    initial: props.start,
    check: (values: RouteValues) => routeProblems(values, words),
    build: (values: RouteValues) => routeOf(values, tenant, existing),
  });
  const { values, set, problem } = form;
  const names = (list: { items: readonly KubeObject[] }) => list.items.map(({ metadata }) => metadata.name);
  const backends = { Workload: names(workloads), Upstream: names(upstreams) };
  const address = `${withHost(session.gatewayUrl, problem('spec.hostnames[0]') ? '' : values.host)}${values.rules[0]?.path}`;
  const change = (index: number, changes: Partial<RuleValues>) =>
    set({ rules: values.rules.map((rule, at) => (at === index ? { ...rule, ...changes } : rule)) });

  // The policy comes first and goes last, so that a route that asks for sign-in is never open for a moment.
  const submit = async () => {
    if (!form.attempt()) return;
    let fresh: PolicyObject | undefined;
    try {
      fresh = await writePolicy(tenant, values, policy);
    } catch (error) {
      message.error(t('gateway.form.policyFailed', { why: isApiError(error) ? server.error(error) : String(error) }), 10);
      return;
    }
    const route = await form.submit();
    if (!route) {
      if (fresh) await client.objects(AuthPolicy).delete({ namespace: tenant, name: fresh.metadata.name });
      return;
    }
    if (losesPolicy(values, policy)) await client.objects(AuthPolicy).delete({ namespace: tenant, name: policy.metadata.name });
    message.success(t('gateway.form.done'));
    navigate(`/dev/${tenant}/routes/${route.metadata.name}`);
  };

  return (
    <FormPage
      title={existing ? t('gateway.form.edit', { name: existing.metadata.name }) : t('gateway.form.title')}
      lead={t('gateway.form.lead')}
      crumbs={[[t('gateway.routes.title'), `/dev/${tenant}/routes`]]}
      error={form.refusal}
      busy={form.busy}
      dirty={form.dirty}
      submit={{ label: t(existing ? 'gateway.form.save' : 'gateway.form.submit'), run: () => void submit() }}
      aside={
        <>
          <Panel title={t('gateway.form.address')}>
            <span className="mono">{address}</span>
          </Panel>
          <RouteTry
            tenant={tenant}
            draft={routeDraft(form.draft(), values, tenant, policy)}
            start={{ url: address, method: values.rules[0]?.method || 'GET' }}
            onIncomplete={form.attempt}
          />
        </>
      }
    >
      <FieldGroup title={t('gateway.form.where')}>
        {!existing && (
          <TextField
            form={form}
            path="metadata.name"
            label={t('gateway.form.name')}
            required
            mono
            maxLength={63}
            value={values.name}
            onChange={(name) => set({ name })}
          />
        )}
        <TextField
          form={form}
          path="spec.hostnames[0]"
          label={t('gateway.form.host')}
          help={t('gateway.form.hostHelp')}
          mono
          maxLength={253}
          value={values.host}
          onChange={(host) => set({ host: host.trim().toLowerCase() })}
        />
      </FieldGroup>
      {values.rules.map((rule, index) => (
        <FieldGroup
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule that is being filled in has no other identity
          key={index}
          title={
            values.rules.length === 1 ? (
              t('gateway.form.to')
            ) : (
              <span className="row">
                {t('gateway.form.rule', { n: index + 1 })}
                <Button size="small" danger onClick={() => set({ rules: values.rules.filter((_, at) => at !== index) })}>
                  {t('gateway.form.removeRule')}
                </Button>
              </span>
            )
          }
        >
          <RuleFields
            form={form}
            path={`spec.rules[${index}]`}
            values={rule}
            backends={backends}
            onChange={(changes) => change(index, changes)}
          />
        </FieldGroup>
      ))}
      <Button
        style={{ marginBottom: 24 }}
        disabled={values.rules.length >= mostRules}
        onClick={() => set({ rules: [...values.rules, newRule({ kind: 'Workload', backend: '', weight: 1 })] })}
      >
        {t('gateway.form.addRule')}
      </Button>
      <FieldGroup title={t('gateway.form.who')}>
        <Field id="policy.signIn" label={t('gateway.form.auth')} help={t('gateway.form.authHelp')}>
          {({ id }) => (
            <span className="option">
              <input id={id} type="checkbox" checked={values.signIn} onChange={(event) => set({ signIn: event.target.checked })} />
            </span>
          )}
        </Field>
        {values.signIn && (
          <>
            <Field id="policy.departments" label={t('gateway.form.departments')} help={t('gateway.form.departmentsHelp')}>
              {(control) => (
                <MultiChoice
                  {...control}
                  values={values.departments}
                  onChange={(chosen) => set({ departments: chosen })}
                  options={departments.items.map((d) => ({ value: d.metadata.name, label: d.spec.displayName }))}
                />
              )}
            </Field>
            <Field id="policy.categories" label={t('gateway.form.categories')}>
              {(control) => (
                <MultiChoice
                  {...control}
                  values={values.categories}
                  onChange={(chosen) => set({ categories: chosen })}
                  options={categories.map((c) => ({ value: c, label: t(`identity.user.categories.${c}`) }))}
                />
              )}
            </Field>
            <TextField
              form={form}
              path="policy.anonymousPaths"
              label={t('gateway.form.anonymous')}
              help={t('gateway.form.anonymousHelp')}
              mono
              rows={1}
              value={values.anonymous}
              onChange={(anonymous) => set({ anonymous })}
            />
          </>
        )}
      </FieldGroup>
    </FormPage>
  );
}

/** Makes or changes the policy that the form asks for; answers with it where it is new. */
async function writePolicy(tenant: string, values: RouteValues, before: PolicyObject | undefined): Promise<PolicyObject | undefined> {
  const policy = policyOf(values, tenant, before);
  if (!policy) return undefined;
  const api = client.objects(AuthPolicy);
  if (!before) return api.create(policy);
  await api.update(policy as PolicyObject);
  return undefined;
}
