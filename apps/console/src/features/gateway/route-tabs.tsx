import type { GRPCRoute, HTTPRoute, KubeObject, ObjectOf } from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { lazy } from 'react';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import type { ObjectTab } from '../../shapes/object-page.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { explainAtRoute } from './explain-route.ts';
import { publishedAddresses } from './route-values.ts';

const RouteTraffic = lazy(() => import('./route-traffic.tsx').then((m) => ({ default: m.RouteTraffic })));
const ExplainBox = lazy(() => import('./explain-box.tsx').then((m) => ({ default: m.ExplainBox })));
const ExplainPicked = lazy(() => import('./explain-picked.tsx').then((m) => ({ default: m.ExplainPicked })));
const RecentRequests = lazy(() => import('./recent-requests.tsx').then((m) => ({ default: m.RecentRequests })));

type RouteKind = typeof HTTPRoute | typeof GRPCRoute;
type RouteObject = ObjectOf<typeof HTTPRoute> & KubeObject;

/** What both kinds of routes have beside their overview: their traffic, their recent requests, and a box to try requests against the gateway's rules. */
export function useRouteTabs(kind: RouteKind, route: RouteObject | undefined): ObjectTab[] {
  const { t } = useWords();
  if (!route) return [];
  return [
    { key: 'traffic', label: t('gateway.routes.traffic'), content: <RouteTraffic kind={kind} routeKey={keyOf(route)} /> },
    {
      key: 'recent',
      label: t('gateway.routes.recent'),
      content: <RecentRequests place={objectPath(kind, keyOf(route), 'requests')} explainTab="test" />,
    },
    { key: 'test', label: t('gateway.routes.test'), content: <RouteTest kind={kind} route={route} /> },
  ];
}

function keyOf({ metadata }: RouteObject) {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}

function RouteTest({ kind, route }: { kind: RouteKind; route: RouteObject }) {
  const { session } = useSession();
  const [address = ''] = publishedAddresses(route, session.gatewayUrl);
  const picked = useAddress().get('request');
  const asks = { explain: explainAtRoute(kind, keyOf(route)), tenant: route.metadata.namespace };
  if (picked) return <ExplainPicked key={picked} {...asks} place={objectPath(kind, keyOf(route), 'requests')} id={picked} />;
  return <ExplainBox {...asks} start={{ url: address }} />;
}
