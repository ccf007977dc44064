import {
  AuthPolicy,
  defaultGatewayName,
  Gateway,
  GatewayClass,
  gatewayClassName,
  gatewayControllerName,
  HTTPRoute,
  type Kind,
  type KubeObject,
  labels,
  type ObjectKey,
  type ObjectOf,
  say,
  systemNamespace,
  Upstream,
} from '@dizuo/api';
import { type Controller, defineController, type ObjectClient, type ReconcileContext } from '@dizuo/kernel';
import type { Acknowledgements } from './acknowledgements.ts';
import { type Compilation, compileGateway } from './gateway.compile.ts';
import { acceptedCondition, programmedState, renderGatewayStatus, renderPolicyStatus, renderRouteStatus } from './gateway.render.ts';
import { compileInput, gatewayWorldKinds, isOurs, type PlatformPart } from './gateway-world.ts';

/** How soon to look again while a change is on its way to a data plane, and how often otherwise (a data plane may come or go). */
const pendingMs = 300;
const restingMs = 10_000;

export interface GatewayControllerOptions {
  platform(): PlatformPart;
  acknowledgements: Acknowledgements;
  /** Host that visitors reach the data plane at. */
  address: string;
}

/** Makes the platform's GatewayClass and Gateway, and tells on every object what became of it. */
export function gatewayController(options: GatewayControllerOptions): Controller<typeof Gateway> {
  let known: ObjectKey[] = [];
  return defineController({
    name: 'gateway',
    kind: Gateway,
    concurrency: 1,
    watches: gatewayWorldKinds.filter((kind) => kind.id !== Gateway.id).map((kind) => ({ kind, map: () => known })),
    async start({ client }) {
      await ensureDefaults(client, options.platform().offer);
      known = (await client.list(Gateway)).map(keyOfGateway);
    },
    async reconcile(key, context) {
      if (!known.some((k) => k.name === key.name && k.namespace === key.namespace)) known = [...known, key];
      return reconcileGateway(key, context, options);
    },
  });
}

/** Says whether a class is ours. */
export const gatewayClassController: Controller<typeof GatewayClass> = defineController({
  name: 'gatewayclass',
  kind: GatewayClass,
  async reconcile(key, { client }) {
    await client.modify(
      GatewayClass,
      key,
      (object) => {
        if (object.spec.controllerName !== gatewayControllerName) return undefined;
        const good = say('ServedByPlatform')`served by the platform itself`;
        const conditions = acceptedCondition(object.status?.conditions, undefined, object.metadata.generation, good, new Date());
        return { ...object, status: { ...object.status, conditions } };
      },
      'status',
    );
  },
});

/** Makes the platform's GatewayClass and Gateway, or brings the Gateway to the port that the data plane has now. */
export async function ensureDefaults(client: ObjectClient, { port, protocol }: PlatformPart['offer']): Promise<void> {
  if (!(await client.get(GatewayClass, { name: gatewayClassName }))) {
    await client.create(GatewayClass, { metadata: { name: gatewayClassName }, spec: { controllerName: gatewayControllerName } });
  }
  const key = { namespace: systemNamespace, name: defaultGatewayName };
  if (await client.get(Gateway, key)) {
    await client.modify(Gateway, key, (gateway) => onPort(gateway, port, protocol));
    return;
  }
  await client.create(Gateway, {
    metadata: { ...key, labels: { [labels.managedBy]: 'gateway' } },
    spec: {
      gatewayClassName,
      listeners: [{ name: protocol.toLowerCase(), port, protocol, allowedRoutes: { namespaces: { from: 'All' } } }],
    },
  });
}

/** The platform may be started on another port: its own Gateway, while it has the one listener that it was made with, goes along. */
function onPort(gateway: ObjectOf<typeof Gateway>, port: number, protocol: 'HTTP' | 'HTTPS'): ObjectOf<typeof Gateway> | undefined {
  const [listener, ...others] = gateway.spec.listeners;
  if (!listener || others.length > 0 || gateway.metadata.labels?.[labels.managedBy] !== 'gateway') return undefined;
  if (listener.port === port && listener.protocol === protocol) return undefined;
  const { tls: _tls, ...plain } = listener;
  const kept = protocol === 'HTTP' ? plain : listener;
  return { ...gateway, spec: { ...gateway.spec, listeners: [{ ...kept, port, protocol }] } };
}

async function reconcileGateway(key: ObjectKey, { client }: ReconcileContext, options: GatewayControllerOptions) {
  const read = new Map<string, readonly KubeObject[]>();
  for (const kind of gatewayWorldKinds) read.set(kind.id, (await client.list(kind as Kind)) as unknown as KubeObject[]);
  const readAll = (kind: Kind) => read.get(kind.id) ?? [];
  const gateway = (readAll(Gateway) as unknown as ObjectOf<typeof Gateway>[]).find(
    (g) => g.metadata.name === key.name && g.metadata.namespace === key.namespace,
  );
  if (!gateway || !isOurs(gateway, readAll)) return undefined;
  const compilation = compileGateway(compileInput(gateway, readAll, options.platform()));
  const said = await options.acknowledgements.of(`${key.namespace}/${key.name}`);
  const programmed = programmedState(compilation.configuration.digest, said);
  await client.modify(
    Gateway,
    key,
    (g) => ({ ...g, status: renderGatewayStatus(g, compilation, programmed, options.address, new Date()) }),
    'status',
  );
  await tellRoutes(client, compilation, programmed, readAll(HTTPRoute) as never, `${key.namespace}/${key.name}`);
  await tellPolicies(client, compilation, readAll(AuthPolicy) as never);
  await tellUpstreams(client, readAll(Upstream) as never);
  return { requeueAfterMs: programmed.reason === 'Pending' ? pendingMs : restingMs };
}

async function tellRoutes(
  client: ObjectClient,
  compilation: Compilation,
  programmed: ReturnType<typeof programmedState>,
  routes: readonly ObjectOf<typeof HTTPRoute>[],
  gateway: string,
): Promise<void> {
  for (const route of routes) {
    const outcomes = compilation.routes.get(`${route.metadata.namespace}/${route.metadata.name}`) ?? [];
    const before = route.status?.parents ?? [];
    if (outcomes.length === 0 && before.length === 0) continue;
    const render = (r: ObjectOf<typeof HTTPRoute>) => renderRouteStatus(r, gateway, outcomes, programmed, new Date());
    if (JSON.stringify(render(route)) === JSON.stringify(route.status)) continue;
    await client.modify(HTTPRoute, keyOfGateway(route), (r) => ({ ...r, status: render(r) }), 'status');
  }
}

async function tellPolicies(
  client: ObjectClient,
  compilation: Compilation,
  policies: readonly ObjectOf<typeof AuthPolicy>[],
): Promise<void> {
  for (const policy of policies) {
    const refusals = compilation.policies.get(`${policy.metadata.namespace}/${policy.metadata.name}`) ?? [];
    const render = (p: ObjectOf<typeof AuthPolicy>) => renderPolicyStatus(p, refusals, new Date());
    if (JSON.stringify(render(policy)) === JSON.stringify(policy.status)) continue;
    await client.modify(AuthPolicy, keyOfGateway(policy), (p) => ({ ...p, status: render(p) }), 'status');
  }
}

async function tellUpstreams(client: ObjectClient, upstreams: readonly ObjectOf<typeof Upstream>[]): Promise<void> {
  for (const upstream of upstreams) {
    const render = (u: ObjectOf<typeof Upstream>) => ({
      observedGeneration: u.metadata.generation,
      conditions: acceptedCondition(
        u.status?.conditions,
        undefined,
        u.metadata.generation,
        say('UpstreamAccepted')`routes may refer to it`,
        new Date(),
      ),
    });
    if (JSON.stringify(render(upstream)) === JSON.stringify(upstream.status)) continue;
    await client.modify(Upstream, keyOfGateway(upstream), (u) => ({ ...u, status: render(u) }), 'status');
  }
}

function keyOfGateway({ metadata }: { metadata: { namespace?: string; name: string } }): ObjectKey {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}
