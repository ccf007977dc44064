import { AuthPolicy, HTTPRoute } from '@dizuo/api';
import { lazy, Suspense, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { conditionsOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { BackendLinks } from './backend-links.tsx';
import { ConditionList } from './condition-list.tsx';
import { PublishedLinks } from './published-links.tsx';
import { useRouteTabs } from './route-tabs.tsx';
import { fitsForm, isOnRoute, publishedAddresses } from './route-values.ts';

const AccessLimits = lazy(() => import('./access-limits.tsx').then((m) => ({ default: m.AccessLimits })));
const PoliciesPanel = lazy(() => import('../policies/policies-panel.tsx').then((m) => ({ default: m.PoliciesPanel })));

/** One route: its address, where it leads, who may visit, and what the gateway says. */
export function RoutePage() {
  const { t } = useWords();
  const { tenant = '', route = '' } = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const key = { namespace: tenant, name: route };
  const live = useLiveObject(HTTPRoute, key);
  const policies = useLiveList(AuthPolicy, { namespace: tenant });
  const { object } = live;
  const tabs = useRouteTabs(HTTPRoute, object);
  const own = policies.items.filter((p) => isOnRoute(p, route));
  const policy = own[0];
  const mayChange = develops(session, tenant);
  const simple = object !== undefined && fitsForm(object);
  const addresses = object ? publishedAddresses(object, session.gatewayUrl) : [];
  const access = policy
    ? t(policy.spec.require === 'optional' ? 'gateway.routes.optional' : 'gateway.routes.signIn')
    : t('gateway.routes.open');

  const remove = async () => {
    await client.objects(HTTPRoute).delete(key, object?.metadata.uid ? { uid: object.metadata.uid } : {});
    for (const p of own.filter((p) => p.spec.targetRefs.length === 1))
      await client.objects(AuthPolicy).delete({ namespace: tenant, name: p.metadata.name });
  };

  return (
    <>
      <ObjectPage
        kind={HTTPRoute}
        name={route}
        live={live}
        crumbs={[[t('gateway.routes.title'), `/dev/${tenant}/routes`]]}
        figures={[[t('gateway.routes.access'), access]]}
        editable={mayChange}
        actions={
          mayChange
            ? [
                ...(simple ? [{ key: 'edit', label: t('parts.edit'), run: () => navigate(`/dev/${tenant}/routes/${route}/edit`) }] : []),
                { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
              ]
            : []
        }
        tabs={[
          {
            key: 'policies',
            label: t('gateway.routes.policies'),
            content: <PoliciesPanel tenant={tenant} kind="HTTPRoute" name={route} mayChange={mayChange} />,
          },
          ...tabs,
        ]}
        overview={
          object && (
            <div className="columns columns-even">
              <Panel title={t('parts.object.overview')}>
                <Facts
                  of={[
                    [t('gateway.routes.address'), <PublishedLinks key="address" route={object} />],
                    [t('gateway.routes.backend'), <BackendLinks key="backend" route={object} />],
                    [t('gateway.routes.access'), access],
                    [t('parts.created'), <When key="created" at={object.metadata.creationTimestamp} />],
                  ]}
                />
                <Suspense>{policy && <AccessLimits policy={policy} />}</Suspense>
                {!simple && (
                  <p className="help" style={{ marginTop: 12 }}>
                    {t('gateway.routes.forms')}
                  </p>
                )}
              </Panel>
              <Panel title={t('gateway.routes.conditions')}>
                {conditionsOf(object).length === 0 && <p className="muted">{t('gateway.routes.noStatus')}</p>}
                <ConditionList conditions={conditionsOf(object)} />
              </Panel>
            </div>
          )
        }
      />
      {deleting && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            what: t('gateway.routes.title'),
            name: route,
            takes: [
              ...addresses.map((address) => t('gateway.routes.goes.address', { address })),
              ...own.map((p) => t('gateway.routes.goes.policy', { name: p.metadata.name })),
            ],
            run: remove,
            done: () => navigate(`/dev/${tenant}/routes`),
          }}
        />
      )}
    </>
  );
}
