import { AuthPolicy, Department, HTTPRoute, type KubeObject, type ObjectOf } from '@dizuo/api';
import { isApiError } from '@dizuo/client';
import { App } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { TextField } from '../../parts/text-field.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { useObjectForm } from '../../shapes/use-object-form.ts';
import { WaitingPage } from '../../shapes/waiting-page.tsx';
import { firstOrigin, newPlace } from './route-place.ts';
import { RoutePlaceFields } from './route-place-fields.tsx';
import { RouteTry } from './route-try.tsx';
import { isOnRoute, losesPolicy, policyOf, type RouteValues, routeDraft, routeOf, routeProblems, routeValues } from './route-values.ts';
import { RuleFields } from './rule-fields.tsx';
import { RuleList } from './rule-list.tsx';
import { newRule } from './rule-values.ts';
import { newShare } from './share-values.ts';
import { useBackendNames, useRouteWords } from './use-route-form-parts.ts';

type RouteObject = ObjectOf<typeof HTTPRoute> & KubeObject;
type PolicyObject = ObjectOf<typeof AuthPolicy> & KubeObject;
const categories = ['staff', 'contractor', 'citizen'] as const;

/** A new route; the backend may be named in the address. */
export function NewRoutePage() {
  const { tenant = '' } = useParams();
  const [params] = useSearchParams();
  const upstream = params.get('upstream');
  const share = upstream ? newShare('Upstream', upstream) : newShare('Workload', params.get('workload') ?? '');
  const start: RouteValues = {
    ...newPlace,
    rules: [newRule(share)],
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
  if (!live.object || !policies.loaded) return <WaitingPage for={live} />;
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
  const backends = useBackendNames(tenant);
  const departments = useLiveList(Department);
  const shared = useRouteWords();
  const words = useMemo(() => ({ ...shared, pathRule: t('gateway.form.pathRule') }), [shared, t]);
  const form = useObjectForm({
    kind: HTTPRoute,
    existing,
    initial: props.start,
    check: (values: RouteValues) => routeProblems(values, words),
    build: (values: RouteValues) => routeOf(values, tenant, existing),
  });
  const { values, set } = form;
  const address = `${firstOrigin(values, session.gatewayUrl)}${values.rules[0]?.path}`;

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
      <RoutePlaceFields form={form} tenant={tenant} isNew={!existing} values={values} set={set} />
      <RuleList rules={values.rules} fresh={newRule} onChange={(rules) => set({ rules })}>
        {(rule, path, change) => <RuleFields form={form} path={path} values={rule} backends={backends} onChange={change} />}
      </RuleList>
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
