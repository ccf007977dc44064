import type { GatewayTrafficAnswer, RuleTraffic, TrafficMinute } from '@dizuo/api';

/** Spans that the traffic pages offer, in seconds, and what they are called. */
export const spans = { minutes: 300, hour: 3600, hours: 21_600, day: 86_400 } as const;
export type SpanName = keyof typeof spans;

export interface RuleName {
  namespace: string;
  route: string;
  /** From 0. */
  index: number;
  grpc: boolean;
}

/** `namespace/route/index`, of a GRPCRoute with `/grpc` at its end. Pure. */
export function ruleName(id: string): RuleName {
  const [namespace = '', route = '', index = '0', grpc] = id.split('/');
  return { namespace, route, index: Number(index), grpc: grpc === 'grpc' };
}

/** Address of a rule's route in the console. Pure. */
export function routePath({ namespace, route, grpc }: RuleName): string {
  return `/dev/${namespace}/${grpc ? 'grpc-routes' : 'routes'}/${route}`;
}

/** Routes of rules, `namespace/name`, each once and in order. Pure. */
export function routesOf(rules: readonly Pick<RuleTraffic, 'rule'>[]): string[] {
  return [...new Set(rules.map(({ rule }) => ruleName(rule)).map(({ namespace, route }) => `${namespace}/${route}`))].sort();
}

export interface BackendName {
  kind: string;
  namespace: string;
  name: string;
}

/** `Kind/namespace/name`; undefined for the empty id. Pure. */
export function backendName(id: string): BackendName | undefined {
  const [kind = '', namespace = '', name] = id.split('/');
  return name === undefined ? undefined : { kind, namespace, name };
}

/** A bar of the chart: requests and errors from `at` (milliseconds since 1970) on. */
export interface TrafficBar {
  at: number;
  requests: number;
  errors: number;
}

const minuteMs = 60_000;
const mostBars = 72;

/** Bars of equal width over the span up to now, those without requests too: a minute each, or as few minutes as make at most 72 bars. Pure. */
export function trafficBars(minutes: readonly TrafficMinute[], spanSeconds: number, now: number): { widthMs: number; bars: TrafficBar[] } {
  const widthMs = Math.ceil((spanSeconds * 1000) / minuteMs / mostBars) * minuteMs;
  const count = Math.ceil((spanSeconds * 1000) / widthMs);
  const first = (Math.floor(now / widthMs) - count + 1) * widthMs;
  const bars = Array.from({ length: count }, (_, i): TrafficBar => ({ at: first + i * widthMs, requests: 0, errors: 0 }));
  for (const { at, requests, errors } of minutes) {
    const bar = bars[Math.floor((Date.parse(at) - first) / widthMs)];
    if (!bar) continue;
    bar.requests += requests;
    bar.errors += errors;
  }
  return { widthMs, bars };
}

/** The least of 1, 2, 5, 10, 20, 50 … that is not below; a scale's end. Pure. */
export function roundTop(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, highest)));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= highest) ?? highest;
}

/** `0.42`, `17.3`, `1,250`: three figures are enough for a rate. Pure. */
export function rateText(perSecond: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: perSecond < 1000 ? 3 : 4 }).format(perSecond);
}

/** A latency with its unit. Pure. */
export function latencyText(ms: number | undefined): string {
  if (ms === undefined) return '—';
  if (ms >= 1000) return `${new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(ms / 1000)} s`;
  return `${new Intl.NumberFormat('en', { maximumSignificantDigits: ms < 100 ? 2 : 3 }).format(ms)} ms`;
}

export interface BreakerState {
  backend: string;
  /** `open` where any process keeps requests away. */
  state: 'open' | 'half-open';
  processes: number;
}

/** What the processes say of the same backend, together. Pure. */
export function breakerStates(breakers: GatewayTrafficAnswer['breakers']): BreakerState[] {
  return [...Map.groupBy(breakers, ({ backend }) => backend)].map(([backend, said]) => ({
    backend,
    state: said.some(({ state }) => state === 'open') ? 'open' : 'half-open',
    processes: said.length,
  }));
}

export interface LeftOut {
  backend: string;
  endpoint: string;
  why: 'unhealthy' | 'ejected';
  processes: number;
}

/** Replicas that get no requests, each once; that its health check fails says more than that it rests. Pure. */
export function leftOutReplicas(all: GatewayTrafficAnswer['leftOut']): LeftOut[] {
  return [...Map.groupBy(all, ({ backend, endpoint }) => `${backend} ${endpoint}`).values()].flatMap((said) => {
    const [first] = said;
    return first ? [{ ...first, why: said.find(({ why }) => why === 'unhealthy')?.why ?? first.why, processes: said.length }] : [];
  });
}

/** What a data plane process does with the configuration that is wanted. Pure. */
export function dataPlaneState(
  { present, accepted, digest }: GatewayTrafficAnswer['dataPlanes'][number],
  wanted: GatewayTrafficAnswer['wanted'],
): 'inForce' | 'refused' | 'onItsWay' | 'gone' {
  if (!present) return 'gone';
  if (!accepted) return 'refused';
  return wanted === undefined || digest === wanted.digest ? 'inForce' : 'onItsWay';
}
