import type { GRPCRoute, HTTPRoute, ObjectKey } from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { lazy } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import type { ObjectTab } from '../../shapes/object-page.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import type { AskedValues } from './asked-values.ts';
import { explainAtRoute } from './explain-route.ts';

const RouteTraffic = lazy(() => import('./route-traffic.tsx').then((m) => ({ default: m.RouteTraffic })));
const ExplainBox = lazy(() => import('./explain-box.tsx').then((m) => ({ default: m.ExplainBox })));
const ExplainPicked = lazy(() => import('./explain-picked.tsx').then((m) => ({ default: m.ExplainPicked })));
const RecentRequests = lazy(() => import('./recent-requests.tsx').then((m) => ({ default: m.RecentRequests })));

export type RouteKind = typeof HTTPRoute | typeof GRPCRoute;

interface RouteTestProps {
  kind: RouteKind;
  routeKey: ObjectKey;
  /** What is asked at first. */
  start: Partial<AskedValues>;
}

/** What both kinds of routes have beside their overview: their traffic, their recent requests, and a box to try requests against the gateway's rules. */
export function useRouteTabs({ kind, routeKey, start }: RouteTestProps): ObjectTab[] {
  const { t } = useWords();
  return [
    { key: 'traffic', label: t('gateway.routes.traffic'), content: <RouteTraffic kind={kind} routeKey={routeKey} /> },
    {
      key: 'recent',
      label: t('gateway.routes.recent'),
      content: <RecentRequests place={objectPath(kind, routeKey, 'requests')} explainTab="test" />,
    },
    { key: 'test', label: t('gateway.routes.test'), content: <RouteTest kind={kind} routeKey={routeKey} start={start} /> },
  ];
}

function RouteTest({ kind, routeKey, start }: RouteTestProps) {
  const picked = useAddress().get('request');
  const asks = { explain: explainAtRoute(kind, routeKey), tenant: routeKey.namespace };
  if (picked) return <ExplainPicked key={picked} {...asks} place={objectPath(kind, routeKey, 'requests')} id={picked} />;
  return <ExplainBox {...asks} start={start} />;
}
