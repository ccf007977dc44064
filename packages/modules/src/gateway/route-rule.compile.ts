import { createHash } from 'node:crypto';
import type { DataPlaneRule, DataPlaneShare } from '@dizuo/api';
import { type BackendRef, type BackendWorld, type RouteObject, resolveBackend } from './backend-reference.ts';
import { durationMs } from './duration.ts';
import { headerChanges } from './header-changes.ts';
import type { Refusal } from './route-attachment.ts';

type Rule = NonNullable<RouteObject['spec']['rules']>[number];
type Filter = NonNullable<Rule['filters']>[number];

/** What rules of both kinds of routes have. */
export interface RuleParts {
  rule: DataPlaneRule;
  /** The first reference that leads nowhere. */
  refusal?: Refusal;
}

/** Name of a rule in what data planes are told, and report. Pure. */
export function ruleId(route: Pick<RouteObject, 'kind' | 'metadata'>, index: number): string {
  return `${route.metadata.namespace}/${route.metadata.name}/${index}${route.kind === 'GRPCRoute' ? '/grpc' : ''}`;
}

/** Backends, mirrors, header changes and stickiness of a rule. Pure. */
export function compileRuleParts(route: RouteObject, index: number, rule: Rule, world: BackendWorld): RuleParts {
  const isGrpc = route.kind === 'GRPCRoute';
  const id = ruleId(route, index);
  const filters: readonly Filter[] = rule.filters ?? [];
  const refusals: Refusal[] = [];
  const find = (ref: BackendRef) => {
    const { id: backend, refusal } = resolveBackend(route, ref, world);
    if (refusal) refusals.push(refusal);
    return backend;
  };
  const backends = (rule.backendRefs ?? []).map((ref) => compileShare(ref, find(ref)));
  const mirrors = filters.flatMap(({ requestMirror: mirror }) => {
    const backend = mirror && find(mirror.backendRef);
    return backend ? [{ backend, ...shareOf(mirror) }] : [];
  });
  return {
    ...(refusals[0] ? { refusal: refusals[0] } : {}),
    rule: {
      id,
      ...(isGrpc ? { grpc: true } : {}),
      backends,
      ...changesOf(filters),
      ...(mirrors.length ? { mirrors } : {}),
      ...(rule.sessionPersistence ? { persistence: persistenceOf(rule.sessionPersistence, id) } : {}),
    },
  };
}

function compileShare(ref: BackendRef & { weight?: number; filters?: Filter[] }, backend: string | undefined): DataPlaneShare {
  return { ...(backend ? { backend } : {}), weight: ref.weight ?? 1, ...changesOf(ref.filters ?? []) };
}

function changesOf(filters: readonly Filter[]): Pick<DataPlaneRule, 'requestHeaders' | 'responseHeaders'> {
  const requestHeaders = headerChanges(filters.find((f) => f.type === 'RequestHeaderModifier')?.requestHeaderModifier);
  const responseHeaders = headerChanges(filters.find((f) => f.type === 'ResponseHeaderModifier')?.responseHeaderModifier);
  return { ...(requestHeaders ? { requestHeaders } : {}), ...(responseHeaders ? { responseHeaders } : {}) };
}

type Mirror = NonNullable<Filter['requestMirror']>;

function shareOf({ percent, fraction }: Mirror): { numerator: number; denominator: number } {
  if (fraction) return { numerator: fraction.numerator, denominator: fraction.denominator ?? 100 };
  return percent === undefined ? { numerator: 1, denominator: 1 } : { numerator: percent, denominator: 100 };
}

type Persistence = NonNullable<Rule['sessionPersistence']>;

function persistenceOf({ type, sessionName, absoluteTimeout, cookieConfig }: Persistence, rule: string): DataPlaneRule['persistence'] {
  const isHeader = type === 'Header';
  const mark = createHash('sha256').update(rule).digest('hex').slice(0, 8);
  return {
    type: isHeader ? 'Header' : 'Cookie',
    name: sessionName ?? (isHeader ? `x-dizuo-replica-${mark}` : `dizuo_replica_${mark}`),
    ...(absoluteTimeout ? { absoluteTimeoutMs: durationMs(absoluteTimeout) } : {}),
    permanent: cookieConfig?.lifetimeType === 'Permanent',
  };
}
