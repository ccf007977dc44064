import {
  Gateway,
  type GatewayTrafficAnswer,
  type GRPCRoute,
  type HTTPRoute,
  type ObjectKey,
  type RouteTrafficAnswer,
  type TenantTrafficAnswer,
  tenantTrafficPath,
} from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client } from '../../data/api-client.ts';
import { type SpanName, spans } from './traffic-values.ts';

/** Data planes report every ten seconds. Nothing is asked while the page is hidden. */
const everyMs = 5_000;

function useTraffic<T>(path: string, span: SpanName) {
  return useQuery({
    queryKey: ['traffic', path, span],
    queryFn: ({ signal }) => client.transport.json<T>('GET', path, { query: { seconds: String(spans[span]) }, signal }),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
}

export function useGatewayTraffic(key: ObjectKey, span: SpanName) {
  return useTraffic<GatewayTrafficAnswer>(objectPath(Gateway, key, 'traffic'), span);
}

export function useTenantTraffic(tenant: string, span: SpanName) {
  return useTraffic<TenantTrafficAnswer>(tenantTrafficPath(tenant), span);
}

export function useRouteTraffic(kind: typeof HTTPRoute | typeof GRPCRoute, key: ObjectKey, span: SpanName) {
  return useTraffic<RouteTrafficAnswer>(objectPath(kind, key, 'traffic'), span);
}
