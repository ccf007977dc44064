import {
  Consumer,
  DiscoveryFinding,
  defaultGatewayName,
  Gateway,
  GRPCRoute,
  HTTPRoute,
  InformationSystem,
  type Kind,
  type KubeObject,
  type ObjectOf,
  systemNamespace,
  Upstream,
  Workload,
} from '@dizuo/api';
import { type Controller, defineController, type NewObject, type ReconcileContext, rfc3339 } from '@dizuo/kernel';
import type { BackendTraffic, CallerTraffic } from '../../gateway/index.ts';
import { isSettled, type TrafficWorld, trafficNews } from './traffic-findings.ts';

type Client = ReconcileContext['client'];
type SystemObject = ObjectOf<typeof InformationSystem>;

/** Where the figures come from; the gateway module keeps them. */
export interface Traffic {
  lately(seconds: number): Promise<{ backends: BackendTraffic[]; callers: CallerTraffic[] }>;
}

/** Data planes report about every ten seconds. */
const usualLookMs = 30_000;
const usualSeconds = 180;
/** What reports are kept for: a server that starts looks at all of them. */
const keptSeconds = 86_400;
/** A system's last activity is as new as this, so that a busy one is not written all the time. */
const newsMs = 3_600_000;

/** Tells from the gateway's traffic which systems are used, which are not in the inventory, and who calls whom. */
export function trafficDiscovery(traffic: Traffic, lookMs = usualLookMs): Controller<typeof Gateway> {
  let first = true;
  return defineController({
    name: 'traffic-discovery',
    kind: Gateway,
    async reconcile(key, context) {
      if (key.namespace !== systemNamespace || key.name !== defaultGatewayName) return {};
      const { backends, callers } = await traffic.lately(first ? keptSeconds : usualSeconds);
      await settle(context);
      if (backends.length > 0) {
        const world = await readWorld(backends, callers, context.client);
        const { seen, findings } = trafficNews(backends, callers, world);
        for (const system of world.systems) {
          const at = seen.get(`${system.metadata.namespace}/${system.metadata.name}`);
          if (at) await noteActivity(system, at, context.client);
        }
        for (const finding of findings) await record(finding, context);
      }
      first = false;
      return { requeueAfterMs: lookMs };
    },
  });
}

/** Open findings that the inventory has meanwhile go. */
async function settle({ client }: ReconcileContext): Promise<void> {
  const fields = [{ path: 'spec.source', op: '=' as const, value: 'gateway' }];
  const findings = await client.list(DiscoveryFinding, { fields });
  for (const [namespace = '', own] of Map.groupBy(findings, ({ metadata }) => metadata.namespace)) {
    const open = own.filter(({ spec, metadata }) => !spec.decision && !metadata.deletionTimestamp);
    if (open.length === 0) continue;
    const tenants = new Set([namespace, ...open.flatMap(({ spec }) => (spec.interfaces ?? []).flatMap(({ tenant }) => tenant ?? []))]);
    const systems = await listIn(client, InformationSystem, tenants);
    for (const finding of open) {
      if (isSettled(finding, systems as SystemObject[])) await client.delete(DiscoveryFinding, { namespace, name: finding.metadata.name });
    }
  }
}

/** Only the tenants that traffic or callers name. */
async function readWorld(backends: readonly BackendTraffic[], callers: readonly CallerTraffic[], client: Client): Promise<TrafficWorld> {
  const first = (path: string) => path.split('/')[0] ?? '';
  const ofRoutes = new Set(backends.map(({ rule }) => first(rule)));
  const ofBackends = new Set([...ofRoutes, ...backends.map(({ backend }) => backend.split('/')[1] ?? '')]);
  const ofCallers = new Set(callers.map(({ consumer }) => first(consumer)));
  const keyed = async (kind: Kind, namespaces: ReadonlySet<string>) =>
    new Map((await listIn(client, kind, namespaces)).map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]));
  const [http, grpc, upstreams, workloads, consumers, systems] = await Promise.all([
    keyed(HTTPRoute, ofRoutes),
    keyed(GRPCRoute, ofRoutes),
    keyed(Upstream, ofBackends),
    keyed(Workload, ofBackends),
    keyed(Consumer, ofCallers),
    listIn(client, InformationSystem, new Set([...ofBackends, ...ofCallers])),
  ]);
  return { routes: new Map([...grpc, ...http]), upstreams, workloads, consumers, systems } as never;
}

async function listIn(client: Client, kind: Kind, namespaces: ReadonlySet<string>): Promise<KubeObject[]> {
  const lists = await Promise.all([...namespaces].filter(Boolean).map((namespace) => client.list(kind, { namespace })));
  return lists.flat() as KubeObject[];
}

async function noteActivity({ metadata, status }: SystemObject, at: Date, client: Client): Promise<void> {
  const before = Date.parse(status?.lastSeenAt ?? '') || 0;
  if (at.getTime() - before < newsMs) return;
  const { namespace = '', name } = metadata;
  await client.modify(
    InformationSystem,
    { namespace, name },
    (now) => ({ ...now, status: { ...now.status, lastSeenAt: rfc3339(at) } }),
    'status',
  );
}

/** Once; what is open says when it was seen last, to the day. */
async function record(finding: NewObject<typeof DiscoveryFinding>, { client }: ReconcileContext): Promise<void> {
  const { namespace = '', name = '' } = finding.metadata;
  const known = await client.get(DiscoveryFinding, { namespace, name });
  if (!known) await client.create(DiscoveryFinding, finding);
  else if (!known.spec.decision && known.spec.seenAt.slice(0, 10) !== finding.spec.seenAt.slice(0, 10))
    await client.update(DiscoveryFinding, { ...known, spec: { ...known.spec, seenAt: finding.spec.seenAt } });
}
