import { AuthPolicy, HTTPRoute } from '@dizuo/api';
import { lazy, Suspense } from 'react';
import { useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { BackendLinks } from './backend-links.tsx';
import { PublishedLinks } from './published-links.tsx';
import { RouteObjectPage } from './route-object-page.tsx';
import { fitsForm, isOnRoute, publishedAddresses } from './route-values.ts';

const AccessLimits = lazy(() => import('./access-limits.tsx').then((m) => ({ default: m.AccessLimits })));

/** One route: its address, where it leads, who may visit, and what the gateway says. */
export function RoutePage() {
  const { t } = useWords();
  const { tenant = '', route = '' } = useParams();
  const { session } = useSession();
  const key = { namespace: tenant, name: route };
  const live = useLiveObject(HTTPRoute, key);
  const policies = useLiveList(AuthPolicy, { namespace: tenant });
  const { object } = live;
  const own = policies.items.filter((p) => isOnRoute(p, route));
  const policy = own[0];
  const isSimple = object !== undefined && fitsForm(object);
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
    <RouteObjectPage
      kind={HTTPRoute}
      tenant={tenant}
      name={route}
      live={live}
      list={`/dev/${tenant}/routes`}
      form={isSimple ? `/dev/${tenant}/routes/${route}/edit` : undefined}
      figures={[[t('gateway.routes.access'), access]]}
      facts={
        object
          ? [
              [t('gateway.routes.address'), <PublishedLinks key="address" route={object} />],
              [t('gateway.routes.backend'), <BackendLinks key="backend" route={object} />],
              [t('gateway.routes.access'), access],
            ]
          : []
      }
      more={<Suspense>{policy && <AccessLimits policy={policy} />}</Suspense>}
      start={addresses[0] === undefined ? {} : { url: addresses[0] }}
      deletion={{
        what: t('gateway.routes.title'),
        takes: [
          ...addresses.map((address) => t('gateway.routes.goes.address', { address })),
          ...own.map((p) => t('gateway.routes.goes.policy', { name: p.metadata.name })),
        ],
        run: remove,
      }}
    />
  );
}
