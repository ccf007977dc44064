import { GRPCRoute, type HTTPRoute, type KubeObject, type ObjectOf } from '@dizuo/api';
import { lazy, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { objectDeletion } from '../../data/object-deletion.ts';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { conditionsOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { BackendLinks } from './backend-links.tsx';
import { ConditionList } from './condition-list.tsx';
import { grpcCalls } from './grpc-route-values.ts';
import { useRouteTabs } from './route-tabs.tsx';

const PoliciesPanel = lazy(() => import('../policies/policies-panel.tsx').then((m) => ({ default: m.PoliciesPanel })));

/** A GRPCRoute has the parts of an HTTPRoute that are shown here: host names, backends, conditions. */
type RouteObject = ObjectOf<typeof HTTPRoute> & KubeObject;

/** One route of gRPC calls. */
export function GrpcRoutePage() {
  const { t } = useWords();
  const { tenant = '', route = '' } = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const live = useLiveObject(GRPCRoute, { namespace: tenant, name: route });
  const { object } = live;
  const plain = object as RouteObject | undefined;
  const tabs = useRouteTabs(GRPCRoute, plain);
  const mayChange = develops(session, tenant);
  return (
    <>
      <ObjectPage
        kind={GRPCRoute}
        name={route}
        live={live}
        crumbs={[[t('gateway.routes.title'), `/dev/${tenant}/routes?protocol=grpc`]]}
        editable={mayChange}
        actions={mayChange ? [{ key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true }] : []}
        tabs={[
          {
            key: 'policies',
            label: t('gateway.routes.policies'),
            content: <PoliciesPanel tenant={tenant} kind="GRPCRoute" name={route} mayChange={mayChange} />,
          },
          ...tabs,
        ]}
        overview={
          object &&
          plain && (
            <div className="columns columns-even">
              <Panel title={t('parts.object.overview')}>
                <Facts
                  of={[
                    [t('gateway.form.host'), <Lines key="hosts" of={object.spec.hostnames ?? ['*']} />],
                    [t('gateway.routes.calls'), <Lines key="calls" of={grpcCalls(object)} />],
                    [t('gateway.routes.backend'), <BackendLinks key="backend" route={plain} />],
                    [t('parts.created'), <When key="created" at={object.metadata.creationTimestamp} />],
                  ]}
                />
                <p className="help" style={{ marginTop: 12 }}>
                  {t('gateway.routes.grpcYaml')}
                </p>
              </Panel>
              <Panel title={t('gateway.routes.conditions')}>
                {conditionsOf(object).length === 0 && <p className="muted">{t('gateway.routes.noStatus')}</p>}
                <ConditionList conditions={conditionsOf(object)} />
              </Panel>
            </div>
          )
        }
      />
      {deleting && object && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            what: t('gateway.routes.grpc'),
            name: route,
            takes: [],
            ...objectDeletion(GRPCRoute, object),
            done: () => navigate(`/dev/${tenant}/routes?protocol=grpc`),
          }}
        />
      )}
    </>
  );
}

function Lines({ of }: { of: readonly string[] }) {
  return (
    <span className="stack-tight mono" style={{ gap: 2 }}>
      {of.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}
