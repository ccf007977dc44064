import { createHash } from 'node:crypto';
import {
  type AuthPolicy,
  type DataPlaneBackend,
  type DataPlaneConfiguration,
  type DataPlaneMatch,
  type DataPlaneRule,
  type Gateway,
  gatewayCompilerVersion,
  type HTTPRoute,
  type ObjectOf,
  type PublicKeyJwk,
  type ReferenceGrant,
  say,
  systemNamespace,
  type Upstream,
} from '@dizuo/api';
import { resolveBackend } from './backend-reference.ts';
import { type Claim, HostClaims } from './host-claims.ts';
import { inOrderOfPrecedence } from './match-precedence.ts';
import { attach, type ListenerOffer, listenerRefusal, type Refusal, refersTo } from './route-attachment.ts';
import { compileMatches, compileRule } from './route-rule.compile.ts';
import { compileBackend } from './upstream.compile.ts';

type RouteObject = ObjectOf<typeof HTTPRoute>;
type PolicyObject = ObjectOf<typeof AuthPolicy>;

/** Everything that decides what a data plane does. */
export interface CompileInput {
  /** The highest among the objects. */
  resourceVersion: string;
  gateway: ObjectOf<typeof Gateway>;
  routes: readonly RouteObject[];
  grants: readonly ObjectOf<typeof ReferenceGrant>[];
  upstreams: readonly ObjectOf<typeof Upstream>[];
  policies: readonly PolicyObject[];
  /** `namespace/name`. */
  workloads: ReadonlySet<string>;
  namespaceLabels: ReadonlyMap<string, Readonly<Record<string, string>>>;
  offer: ListenerOffer;
  issuer: string;
  allowedAddresses: readonly string[];
  visitorKeys: PublicKeyJwk[];
  identityKey: DataPlaneConfiguration['identityKey'];
}

/** What became of one parentRef of a route. */
export interface RouteOutcome {
  /** Index into `spec.parentRefs`. */
  parent: number;
  accepted?: Refusal;
  resolved?: Refusal;
}

export interface Compilation {
  configuration: DataPlaneConfiguration;
  /** By `namespace/name`; routes that do not refer to this Gateway are left out. */
  routes: Map<string, RouteOutcome[]>;
  /** Why a listener is not accepted, and how many routes are attached, by name. */
  listeners: Map<string, { refusal?: Refusal; attachedRoutes: number }>;
  /** Why a policy is not in force on each of its targetRefs, by `namespace/name`. */
  policies: Map<string, (Refusal | undefined)[]>;
}

/** Objects to the configuration of one Gateway's data plane. Pure: equal input, equal bytes, on any server. */
export function compileGateway(input: CompileInput): Compilation {
  const policies = choosePolicies(input.policies, input.routes);
  const listeners = new Map(
    input.gateway.spec.listeners.map((l) => [l.name, { refusal: listenerRefusal(l, input.offer), attachedRoutes: 0 }]),
  );
  const world = { workloads: input.workloads, upstreams: new Set(input.upstreams.map(idOf)), grants: input.grants };
  const claims = new HostClaims();
  const outcomes = new Map<string, RouteOutcome[]>();
  const rules: DataPlaneRule[] = [];
  const ordered: { match: DataPlaneMatch; age: number }[] = [];

  for (const [age, route] of [...input.routes].sort(byAge).entries()) {
    const refs = (route.spec.parentRefs ?? []).flatMap((ref, parent) => (refersTo(route, ref, input.gateway) ? [{ ref, parent }] : []));
    if (refs.length === 0) continue;
    const hosts = new Set<string>();
    const attached = new Set<string>();
    const refusals = new Map<number, Refusal>();
    for (const { ref, parent } of refs) {
      const attachment = attach(route, ref, input.gateway, input.offer, input.namespaceLabels);
      if (attachment.refusal) refusals.set(parent, attachment.refusal);
      for (const listener of attachment.listeners) {
        attached.add(listener.name);
        for (const host of listener.hosts) hosts.add(host);
      }
    }
    const taken = hosts.size > 0 ? claim(claims, route, idOf(input.gateway), hosts) : undefined;
    const resolutions = (route.spec.rules ?? []).map((rule) => (rule.backendRefs ?? []).map((ref) => resolveBackend(route, ref, world)));
    const unresolved = resolutions.flat().find((r) => r.refusal)?.refusal;
    outcomes.set(
      idOf(route),
      refs.map(({ parent }) => ({ parent, accepted: refusals.get(parent) ?? taken, resolved: unresolved })),
    );
    if (hosts.size === 0 || taken) continue;
    for (const name of attached) {
      const listener = listeners.get(name);
      if (listener) listener.attachedRoutes += 1;
    }
    const policy = policies.inForce.get(idOf(route));
    for (const [index, rule] of (route.spec.rules ?? []).entries()) {
      rules.push(compileRule(route, index, rule, resolutions[index] ?? [], policy));
      for (const match of compileMatches(rule, [...hosts].sort(), rules.length - 1)) ordered.push({ match, age });
    }
  }
  const used = new Set(rules.flatMap((rule) => rule.backends.flatMap((b) => (b.backend ? [b.backend] : []))));
  const content = {
    gateway: idOf(input.gateway),
    issuer: input.issuer,
    visitorKeys: input.visitorKeys,
    identityKey: input.identityKey,
    allowedAddresses: [...input.allowedAddresses].sort(),
    listeners: input.gateway.spec.listeners
      .filter((l) => !listeners.get(l.name)?.refusal)
      .map((l) => ({ name: l.name, port: l.port, protocol: l.protocol as 'HTTP' | 'HTTPS' })),
    backends: compileBackends(used, input.upstreams),
    rules,
    matches: inOrderOfPrecedence(ordered),
  };
  const version = `${input.resourceVersion}-${gatewayCompilerVersion}`;
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('base64url');
  return {
    configuration: { type: 'configuration', version, digest, ...content },
    routes: outcomes,
    listeners,
    policies: policies.outcomes,
  };
}

/** Takes the hosts and paths for the route, unless an older route of another namespace has them. The platform's own routes give way to none and bar none. */
function claim(claims: HostClaims, route: RouteObject, gateway: string, hosts: ReadonlySet<string>): Refusal | undefined {
  const namespace = route.metadata.namespace ?? '';
  if (namespace === systemNamespace) return undefined;
  const wanted = claimsOf(route, gateway, [...hosts]);
  const taken = wanted.find((c) => claims.conflict(c, namespace) !== undefined);
  if (taken) {
    const message = say(
      'HostClaimed',
    )`${taken.host || '*'} ${taken.path} is published by another namespace already; choose another host name or path`;
    return { reason: 'HostClaimed', message };
  }
  for (const c of wanted) claims.add(c, namespace);
  return undefined;
}

export function claimsOf(route: RouteObject, gateway: string, hosts: readonly string[]): Claim[] {
  const paths = new Set((route.spec.rules ?? []).flatMap((rule) => (rule.matches ?? []).map((m) => m.path?.value ?? '/')));
  return hosts.flatMap((host) => [...paths].map((path) => ({ gateway, host, path })));
}

function compileBackends(used: ReadonlySet<string>, upstreams: readonly ObjectOf<typeof Upstream>[]): DataPlaneBackend[] {
  const byId = new Map(upstreams.map((u) => [`Upstream/${idOf(u)}`, u]));
  return [...used].sort().map((id) => compileBackend(id, byId.get(id)));
}

/** One policy a route: the oldest. */
function choosePolicies(policies: readonly PolicyObject[], routes: readonly RouteObject[]) {
  const known = new Set(routes.map(idOf));
  const inForce = new Map<string, PolicyObject>();
  const outcomes = new Map<string, (Refusal | undefined)[]>();
  for (const policy of [...policies].sort(byAge)) {
    outcomes.set(
      idOf(policy),
      policy.spec.targetRefs.map((ref) => {
        const target = `${policy.metadata.namespace}/${ref.name}`;
        const older = inForce.get(target);
        if (older) {
          const message = say(
            'PolicyConflicted',
          )`AuthPolicy ${older.metadata.name} is in force on route ${ref.name}; delete one of the two`;
          return { reason: 'Conflicted', message };
        }
        inForce.set(target, policy);
        const missing = {
          reason: 'TargetNotFound',
          message: say('TargetNotFound')`HTTPRoute ${target} does not exist; create it or correct targetRefs`,
        };
        return known.has(target) ? undefined : missing;
      }),
    );
  }
  return { inForce, outcomes };
}

interface Named {
  metadata: { namespace?: string; name: string; creationTimestamp?: string };
}

function idOf(object: Named): string {
  return `${object.metadata.namespace}/${object.metadata.name}`;
}

/** Oldest first, then by name. Gateway API, "conflict resolution". */
function byAge(a: Named, b: Named): number {
  return compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') || compare(idOf(a), idOf(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
