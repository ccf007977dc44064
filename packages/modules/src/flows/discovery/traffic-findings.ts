import { createHash } from 'node:crypto';
import type { Consumer, DiscoveryFinding, InformationSystem, KubeObject, ObjectOf, Upstream, Workload } from '@dizuo/api';
import { type NewObject, rfc3339 } from '@dizuo/kernel';
import type { BackendTraffic, CallerTraffic } from '../../gateway/index.ts';
import { systemLabel } from '../disposition/connect.render.ts';
import { type SystemAddresses, systemAddresses, systemAt } from './system-addresses.ts';

type SystemObject = ObjectOf<typeof InformationSystem>;
type FindingObject = ObjectOf<typeof DiscoveryFinding>;
type NewFinding = NewObject<typeof DiscoveryFinding>;

/** What is known of the tenants whose routes carried traffic. Keys are `namespace/name`. */
export interface TrafficWorld {
  routes: ReadonlyMap<string, KubeObject>;
  upstreams: ReadonlyMap<string, ObjectOf<typeof Upstream>>;
  workloads: ReadonlyMap<string, ObjectOf<typeof Workload>>;
  consumers: ReadonlyMap<string, ObjectOf<typeof Consumer>>;
  systems: readonly SystemObject[];
}

export interface TrafficNews {
  /** When the gateway last carried something to a system, by `namespace/name`. */
  seen: Map<string, Date>;
  findings: NewFinding[];
}

/** What the gateway's traffic tells of systems: each finding belongs to the tenant whose route it is. Pure. */
export function trafficNews(backends: readonly BackendTraffic[], callers: readonly CallerTraffic[], world: TrafficWorld): TrafficNews {
  const index = systemAddresses(world.systems);
  const seen = new Map<string, Date>();
  const findings = new Map<string, NewFinding>();
  /** Systems that a rule leads to. */
  const behind = new Map<string, SystemObject[]>();
  const put = (finding: NewFinding | undefined) =>
    finding && findings.set(`${finding.metadata.namespace}/${finding.metadata.name}`, finding);
  for (const { rule, backend, at } of backends) {
    const system = systemBehind(rule, backend, world, index);
    if (!system) {
      put(unknownSystem(rule, backend, at, world));
      continue;
    }
    behind.set(rule, [...(behind.get(rule) ?? []), system]);
    const key = keyOf(system);
    if (at > (seen.get(key) ?? 0)) seen.set(key, at);
    put(contradiction(system, rule, at));
  }
  for (const { rule, consumer, at } of callers) {
    for (const system of behind.get(rule) ?? []) put(newLink(system, consumer, rule, at, world));
  }
  return { seen, findings: [...findings.values()] };
}

/** Whether what an open finding says is in the inventory meanwhile. Pure. */
export function isSettled({ metadata, spec }: FindingObject, systems: readonly SystemObject[]): boolean {
  const { namespace = '' } = metadata;
  if (spec.finding === 'system') {
    const index = systemAddresses(systems);
    return (spec.addresses ?? []).some((address) => systemAt(index, namespace, address));
  }
  const system = systems.find((s) => s.metadata.namespace === namespace && s.metadata.name === spec.systemRef);
  if (!system) return true;
  if (spec.finding === 'activity') return !saysUnused(system);
  return (spec.interfaces ?? []).every((link) => isRecorded(system, link, systems));
}

function systemBehind(rule: string, backend: string, world: TrafficWorld, index: SystemAddresses): SystemObject | undefined {
  const namespace = rule.split('/')[0] ?? '';
  const [kind, ...rest] = backend.split('/');
  const key = rest.join('/');
  const named = (object: KubeObject | undefined) => {
    const name = object?.metadata.labels?.[systemLabel];
    return name ? world.systems.find((s) => s.metadata.namespace === object?.metadata.namespace && s.metadata.name === name) : undefined;
  };
  const upstream = kind === 'Upstream' ? world.upstreams.get(key) : undefined;
  const labelled = named(world.routes.get(routeOf(rule))) ?? named(upstream as KubeObject | undefined);
  if (labelled) return labelled;
  if (upstream) {
    const found = upstream.spec.addresses.map(({ host, port }) => systemAt(index, namespace, `${host}:${port}`));
    return found.find((system) => system !== undefined);
  }
  const application = kind === 'Workload' ? world.workloads.get(key)?.spec.applicationRef : undefined;
  const isIt = ({ metadata, spec }: SystemObject) => metadata.namespace === key.split('/')[0] && spec.realisedBy === application;
  return application ? world.systems.find(isIt) : undefined;
}

/** An upstream that belongs to no system of the tenant. What runs on the platform is an application, and counted as one. */
function unknownSystem(rule: string, backend: string, at: Date, { upstreams }: TrafficWorld): NewFinding | undefined {
  const upstream = backend.startsWith('Upstream/') ? upstreams.get(backend.slice('Upstream/'.length)) : undefined;
  if (!upstream) return undefined;
  const [namespace = '', route = ''] = rule.split('/');
  const addresses = upstream.spec.addresses.map(({ host, port }) => `${host}:${port}`).sort();
  return {
    metadata: { namespace, name: nameOf('system', namespace, addresses[0] ?? '') },
    spec: {
      source: 'gateway',
      finding: 'system',
      displayName: upstream.spec.displayName || upstream.metadata.name,
      addresses,
      routeRef: route,
      upstreamRef: upstream.metadata.name,
      seenAt: rfc3339(at),
    },
  };
}

/** Its owner says that nobody uses it, and somebody does. */
function contradiction(system: SystemObject, rule: string, at: Date): NewFinding | undefined {
  if (!saysUnused(system)) return undefined;
  const { namespace = '', name, uid = '' } = system.metadata;
  const { displayName, lifecycle = 'running' } = system.spec;
  return {
    metadata: { namespace, name: nameOf('activity', uid, lifecycle) },
    spec: {
      source: 'gateway',
      finding: 'activity',
      displayName,
      systemRef: name,
      ...routeRef(rule, namespace),
      seenAt: rfc3339(at),
    },
  };
}

function newLink(system: SystemObject, consumer: string, rule: string, at: Date, world: TrafficWorld): NewFinding | undefined {
  const { namespace = '', name, uid = '' } = system.metadata;
  const caller = callerSystem(consumer, world);
  if (caller && keyOf(caller) === keyOf(system)) return undefined;
  const known = world.consumers.get(consumer);
  const label = (caller?.spec.displayName ?? known?.spec.displayName ?? consumer).slice(0, 100);
  const link = {
    name: label,
    direction: 'serves' as const,
    protocol: 'HTTP',
    ...(caller ? { tenant: caller.metadata.namespace ?? '', systemRef: caller.metadata.name } : { counterpart: label }),
  };
  if (isRecorded(system, link, world.systems)) return undefined;
  return {
    metadata: { namespace, name: nameOf('interface', uid, consumer) },
    spec: {
      source: 'gateway',
      finding: 'interface',
      displayName: label,
      systemRef: name,
      interfaces: [link],
      ...routeRef(rule, namespace),
      seenAt: rfc3339(at),
    },
  };
}

/** The system that a Consumer stands for: by label, else one of its tenant with the same name or display name. */
function callerSystem(consumer: string, { consumers, systems }: TrafficWorld): SystemObject | undefined {
  const [namespace = '', name = ''] = consumer.split('/');
  const object = consumers.get(consumer);
  const label = object?.metadata.labels?.[systemLabel];
  const { displayName } = object?.spec ?? {};
  const own = systems.filter(({ metadata }) => metadata.namespace === namespace);
  return (
    own.find(({ metadata }) => metadata.name === (label ?? name)) ?? own.find(({ spec }) => displayName && spec.displayName === displayName)
  );
}

type Link = NonNullable<SystemObject['spec']['interfaces']>[number];

/** The link is said by either of its ends. */
function isRecorded({ metadata, spec }: SystemObject, link: Link, systems: readonly SystemObject[]): boolean {
  const other = systems.find(
    (s) => link.systemRef && s.metadata.name === link.systemRef && s.metadata.namespace === (link.tenant ?? metadata.namespace),
  );
  const names = (from: SystemObject['metadata'], to: SystemObject['metadata'], { systemRef, tenant }: Link) =>
    systemRef === to.name && (tenant ?? from.namespace) === to.namespace;
  const here = (spec.interfaces ?? []).some(
    (one) =>
      one.direction === link.direction &&
      (other ? names(metadata, other.metadata, one) : one.name === link.name || one.counterpart === link.counterpart),
  );
  const there = other?.spec.interfaces?.some((one) => one.direction !== link.direction && names(other.metadata, metadata, one));
  return here || (there ?? false);
}

function saysUnused({ spec }: SystemObject): boolean {
  return (spec.lifecycle ?? 'running') !== 'running' || spec.use?.monthlyActive === 0;
}

/** A route of another tenant is not named. */
function routeRef(rule: string, namespace: string): { routeRef?: string } {
  const [of, name] = rule.split('/');
  return of === namespace && name ? { routeRef: name } : {};
}

const routeOf = (rule: string) => rule.split('/').slice(0, 2).join('/');
const keyOf = ({ metadata }: SystemObject) => `${metadata.namespace}/${metadata.name}`;

/** The same name for the same thing seen again, so that what was decided on it stays decided. */
function nameOf(...subject: string[]): string {
  return `gw-${createHash('sha256').update(subject.join('\n')).digest('hex').slice(0, 20)}`;
}
