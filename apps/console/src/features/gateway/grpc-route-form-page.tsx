import { GRPCRoute, type KubeObject, type ObjectOf } from '@dizuo/api';
import { App } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FormPage } from '../../shapes/form-page.tsx';
import { useObjectForm } from '../../shapes/use-object-form.ts';
import { WaitingPage } from '../../shapes/waiting-page.tsx';
import { type GrpcRouteValues, grpcRouteOf, grpcRouteProblems, grpcRouteValues } from './grpc-route-values.ts';
import { GrpcRuleFields } from './grpc-rule-fields.tsx';
import { examplePath, newGrpcRule } from './grpc-rule-values.ts';
import { firstOrigin, newPlace } from './route-place.ts';
import { RoutePlaceFields } from './route-place-fields.tsx';
import { RouteTry } from './route-try.tsx';
import { RuleList } from './rule-list.tsx';
import { useBackendNames, useRouteWords } from './use-route-form-parts.ts';

type RouteObject = ObjectOf<typeof GRPCRoute> & KubeObject;

/** A new route of gRPC calls. */
export function NewGrpcRoutePage() {
  const { tenant = '' } = useParams();
  return <GrpcRouteForm tenant={tenant} start={{ ...newPlace, rules: [newGrpcRule()] }} />;
}

/** Changes a route that the form can show. */
export function EditGrpcRoutePage() {
  const { tenant = '', route = '' } = useParams();
  const live = useLiveObject(GRPCRoute, { namespace: tenant, name: route });
  if (!live.object) return <WaitingPage for={live} />;
  return <GrpcRouteForm tenant={tenant} existing={live.object} start={grpcRouteValues(live.object)} />;
}

function GrpcRouteForm({ tenant, existing, start }: { tenant: string; existing?: RouteObject; start: GrpcRouteValues }) {
  const { t } = useWords();
  const { session } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const backends = useBackendNames(tenant);
  const shared = useRouteWords();
  const words = useMemo(
    () => ({ ...shared, serviceRule: t('grpc.serviceRule'), methodRule: t('grpc.methodRule'), headerRule: t('grpc.headerRule') }),
    [shared, t],
  );
  const form = useObjectForm({
    kind: GRPCRoute,
    existing,
    initial: start,
    check: (values: GrpcRouteValues) => grpcRouteProblems(values, words),
    build: (values: GrpcRouteValues) => grpcRouteOf(values, tenant, existing),
  });
  const { values, set } = form;
  const [first = newGrpcRule()] = values.rules;
  const draft = form.draft();

  const submit = async () => {
    if (!form.attempt()) return;
    const route = await form.submit();
    if (!route) return;
    message.success(t('gateway.form.done'));
    navigate(`/dev/${tenant}/grpc-routes/${route.metadata.name}`);
  };

  return (
    <FormPage
      title={existing ? t('grpc.edit', { name: existing.metadata.name }) : t('grpc.title')}
      lead={t('grpc.lead')}
      crumbs={[[t('gateway.routes.title'), `/dev/${tenant}/routes?protocol=grpc`]]}
      error={form.refusal}
      busy={form.busy}
      dirty={form.dirty}
      submit={{ label: t(existing ? 'gateway.form.save' : 'gateway.form.submit'), run: () => void submit() }}
      aside={
        <RouteTry
          tenant={tenant}
          draft={draft && { write: [draft] }}
          start={{ method: 'POST', url: `${firstOrigin(values, session.gatewayUrl)}${examplePath(first)}` }}
          onIncomplete={form.attempt}
        />
      }
    >
      <RoutePlaceFields form={form} tenant={tenant} isNew={!existing} values={values} set={set} />
      <RuleList rules={values.rules} fresh={newGrpcRule} onChange={(rules) => set({ rules })}>
        {(rule, path, change) => <GrpcRuleFields form={form} path={path} values={rule} backends={backends} onChange={change} />}
      </RuleList>
    </FormPage>
  );
}
