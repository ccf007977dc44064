import type { GRPCRoute, HTTPRoute, KubeObject, ObjectOf } from '@dizuo/api';
import { lazy } from 'react';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import type { ObjectTab } from '../../shapes/object-page.tsx';
import { explainAtRoute } from './explain-route.ts';
import { publishedAddresses } from './route-values.ts';

const RouteTraffic = lazy(() => import('./route-traffic.tsx').then((m) => ({ default: m.RouteTraffic })));
const ExplainBox = lazy(() => import('./explain-box.tsx').then((m) => ({ default: m.ExplainBox })));

type RouteKind = typeof HTTPRoute | typeof GRPCRoute;
type RouteObject = ObjectOf<typeof HTTPRoute> & KubeObject;

/** What both kinds of routes have beside their overview: their traffic, and a box to try requests against the gateway's rules. */
export function useRouteTabs(kind: RouteKind, route: RouteObject | undefined): ObjectTab[] {
  const { t } = useWords();
  if (!route) return [];
  return [
    { key: 'traffic', label: t('gateway.routes.traffic'), content: <RouteTraffic kind={kind} routeKey={keyOf(route)} /> },
    { key: 'test', label: t('gateway.routes.test'), content: <RouteTest kind={kind} route={route} /> },
  ];
}

function keyOf({ metadata }: RouteObject) {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}

function RouteTest({ kind, route }: { kind: RouteKind; route: RouteObject }) {
  const { session } = useSession();
  const [address = ''] = publishedAddresses(route, session.gatewayUrl);
  return <ExplainBox explain={explainAtRoute(kind, keyOf(route))} tenant={route.metadata.namespace} start={{ url: address }} />;
}
