import { type DataPlaneMatch, type DataPlaneRule, type GRPCRoute, type HTTPRoute, type ObjectOf, say } from '@dizuo/api';
import type { BackendWorld, RouteObject } from './backend-reference.ts';
import type { CompileInput } from './compile-input.ts';
import { compileGrpcMatches } from './grpc-route.compile.ts';
import { isHostCovered } from './hostnames.ts';
import { compileHttpMatches, compileHttpRule } from './http-route.compile.ts';
import type { ListenerOutcome } from './listener.compile.ts';
import { inOrderOfPrecedence, type RankedMatch } from './match-precedence.ts';
import { idOf } from './object-order.ts';
import { type Policies, withCanary, withPolicies } from './policies.compile.ts';
import { targetKey } from './policy-attachment.ts';
import { attach, type Refusal, refersTo } from './route-attachment.ts';
import { RouteClaims } from './route-claims.ts';
import { compileRuleParts, type RuleParts } from './route-rule.compile.ts';

/** What became of one parentRef of a route. */
export interface RouteOutcome {
  /** Index into `spec.parentRefs`. */
  parent: number;
  accepted?: Refusal | undefined;
  /** It is attached to listeners that do not work alone. */
  silent?: Refusal | undefined;
  resolved?: Refusal | undefined;
}

/** Compiles the routes of one Gateway, oldest first: what the older has, the younger does not get. */
export class RouteCompiler {
  /** By `Kind/namespace/name`. */
  readonly outcomes = new Map<string, RouteOutcome[]>();
  readonly #input: CompileInput;
  readonly #world: BackendWorld;
  readonly #policies: Policies;
  readonly #listeners: ReadonlyMap<string, ListenerOutcome>;
  readonly #claims = new RouteClaims();
  readonly #rules: DataPlaneRule[] = [];
  readonly #ordered: { match: DataPlaneMatch; rank: number[]; age: number }[] = [];
  /** Hosts of accepted routes, by listener and kind. */
  readonly #hosts = new Map<string, Set<string>>();
  /** Whether a CanaryPolicy divides any rule, or why not. */
  readonly #canaries = new Map<string, Refusal | 'applied'>();

  constructor(input: CompileInput, world: BackendWorld, policies: Policies, listeners: ReadonlyMap<string, ListenerOutcome>) {
    this.#input = input;
    this.#world = world;
    this.#policies = policies;
    this.#listeners = listeners;
  }

  add(route: RouteObject): void {
    const { gateway, namespaceLabels } = this.#input;
    const attachmentWorld = { gateway, listeners: this.#listeners, namespaceLabels };
    const attached = new Map<string, Set<string>>();
    const outcomes: RouteOutcome[] = [];
    for (const [parent, ref] of (route.spec.parentRefs ?? []).entries()) {
      if (!refersTo(route, ref, gateway)) continue;
      const attachment = attach(route, ref, attachmentWorld);
      const rival = attachment.listeners.map((l) => this.#rival(route, l)).find((r) => r);
      const silent = attachment.listeners.some((l) => this.#works(l.name)) ? undefined : listenerSilent();
      outcomes.push({ parent, accepted: attachment.refusal ?? rival, ...(attachment.refusal ? {} : { silent }) });
      if (rival) continue;
      for (const { name, hosts } of attachment.listeners) {
        const known = attached.get(name) ?? new Set();
        for (const host of hosts) known.add(host);
        attached.set(name, known);
      }
    }
    const hosts = new Set([...attached].flatMap(([name, set]) => (this.#works(name) ? [...set] : [])));
    const taken = hosts.size > 0 ? this.#claims.take(route, idOf(gateway), hosts) : undefined;
    const parts = partsOf(route, this.#world);
    const resolved = parts.find((p) => p.refusal)?.refusal;
    this.outcomes.set(
      targetKey(route.kind, route.metadata.namespace ?? '', route.metadata.name),
      outcomes.map((o) => ({ ...o, accepted: o.accepted ?? taken, resolved })),
    );
    if (!taken) this.#write(route, parts, attached);
  }

  result(): { rules: DataPlaneRule[]; matches: DataPlaneMatch[] } {
    for (const [id, refusals] of this.#policies.canaries.outcomes) {
      const verdict = this.#canaries.get(id);
      if (verdict && verdict !== 'applied')
        this.#policies.canaries.outcomes.set(
          id,
          refusals.map((r) => r ?? verdict),
        );
    }
    return { rules: this.#rules, matches: inOrderOfPrecedence(this.#ordered) };
  }

  #works(listener: string): boolean {
    return this.#listeners.get(listener)?.index !== undefined;
  }

  /** HTTPRoutes and GRPCRoutes share no host name on a listener; one for any host stands beside those with names. Gateway API, GRPCRoute.hostnames. */
  #rival(route: RouteObject, { name, hosts }: { name: string; hosts: string[] }): Refusal | undefined {
    const other = route.kind === 'GRPCRoute' ? 'HTTPRoute' : 'GRPCRoute';
    for (const theirs of this.#hosts.get(`${name} ${other}`) ?? [])
      for (const host of hosts)
        if (host === theirs || (host && theirs && (isHostCovered(host, theirs) || isHostCovered(theirs, host))))
          return {
            reason: 'HostnameConflict',
            message: say('RouteKindConflict')`an older ${other} has ${theirs || 'every host'} on listener ${name}; use other host names`,
          };
    return undefined;
  }

  /** One set of rules for each set of listeners that has the same policies. */
  #write(route: RouteObject, parts: readonly RuleParts[], attached: ReadonlyMap<string, ReadonlySet<string>>): void {
    const age = this.outcomes.size;
    const groups = new Map<string, { rules: DataPlaneRule[]; listeners: [number, ReadonlySet<string>][] }>();
    for (const [name, hosts] of attached) {
      const listener = this.#listeners.get(name);
      if (listener === undefined) continue;
      listener.attachedRoutes += 1;
      if (listener.index === undefined) continue;
      const kindHosts = this.#hosts.get(`${name} ${route.kind}`) ?? new Set();
      for (const host of hosts) kindHosts.add(host);
      this.#hosts.set(`${name} ${route.kind}`, kindHosts);
      const rules = parts.map(({ rule }, i) => this.#finish(route, rule, i, name));
      const key = attached.size === 1 ? '' : JSON.stringify(rules);
      const group = groups.get(key) ?? { rules, listeners: [] };
      group.listeners.push([listener.index, hosts]);
      groups.set(key, group);
    }
    for (const { rules, listeners } of groups.values()) {
      const hosts = [...new Set(listeners.flatMap(([, set]) => [...set]))].sort();
      for (const [i, rule] of rules.entries()) {
        this.#rules.push(rule);
        for (const host of hosts) {
          const on = listeners.flatMap(([index, set]) => (set.has(host) ? [index] : [])).sort((a, b) => a - b);
          for (const { match, rank } of matchesOf(route, i))
            this.#ordered.push({ match: { host, listeners: on, ...match, rule: this.#rules.length - 1 }, rank, age });
        }
      }
    }
  }

  #finish(route: RouteObject, rule: DataPlaneRule, index: number, listener: string): DataPlaneRule {
    const { gateway } = this.#input;
    const namespace = route.metadata.namespace ?? '';
    const name = route.spec.rules?.[index]?.name;
    const gatewayKey = ['Gateway', gateway.metadata.namespace ?? '', gateway.metadata.name] as const;
    const scope = {
      ...(name === undefined ? {} : { rule: targetKey(route.kind, namespace, route.metadata.name, name) }),
      route: targetKey(route.kind, namespace, route.metadata.name),
      listener: targetKey(...gatewayKey, listener),
      gateway: targetKey(...gatewayKey),
    };
    return withCanary(withPolicies(rule, route, this.#policies, scope), this.#policies, scope, this.#world, this.#canaries);
  }
}

function listenerSilent(): Refusal {
  return {
    reason: 'ListenerNotProgrammed',
    message: say('ListenerNotAccepted')`the listener itself does not work; see the conditions of the Gateway`,
  };
}

function partsOf(route: RouteObject, world: BackendWorld): RuleParts[] {
  if (route.kind === 'GRPCRoute') {
    const grpc = route as ObjectOf<typeof GRPCRoute>;
    return (grpc.spec.rules ?? [{}]).map((rule, i) => compileRuleParts(grpc, i, rule, world));
  }
  const http = route as ObjectOf<typeof HTTPRoute>;
  return (http.spec.rules ?? []).map((rule, i) => compileHttpRule(http, i, rule, world));
}

function matchesOf(route: RouteObject, index: number): RankedMatch[] {
  if (route.kind === 'GRPCRoute') return compileGrpcMatches((route as ObjectOf<typeof GRPCRoute>).spec.rules?.[index] ?? {});
  return compileHttpMatches((route as ObjectOf<typeof HTTPRoute>).spec.rules?.[index] ?? {});
}
