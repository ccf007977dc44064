import {
  AuthPolicy,
  BackendPolicy,
  CanaryPolicy,
  defaultGatewayName,
  Gateway,
  GatewayClass,
  GRPCRoute,
  gatewayClassName,
  gatewayControllerName,
  HTTPRoute,
  type Kind,
  type KubeObject,
  labels,
  type ObjectKey,
  type ObjectOf,
  RateLimitPolicy,
  say,
  systemNamespace,
  TransformPolicy,
  Upstream,
} from '@dizuo/api';
import { type Controller, defineController, type ObjectClient, type ReconcileContext } from '@dizuo/kernel';
import type { Acknowledgements } from './acknowledgements.ts';
import { compileGateway } from './gateway.compile.ts';
import { acceptedCondition, programmedState, renderGatewayStatus } from './gateway.render.ts';
import { tellPolicies, tellRoutes, tellUpstreams } from './gateway.tell.ts';
import { compileInput, gatewayWorldKinds, isOurs, type PlatformPart } from './gateway-world.ts';
import { supportedFeatures } from './supported-features.ts';

/** How soon to look again while a change is on its way to a data plane, and how often otherwise (a data plane may come or go). */
const pendingMs = 100;
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
      known = (await client.list(Gateway)).map(keyOf);
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
        return { ...object, status: { ...object.status, conditions, supportedFeatures: supportedFeatures.map((name) => ({ name })) } };
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
    (g) =>
      g.metadata.generation === gateway.metadata.generation
        ? { ...g, status: renderGatewayStatus(g, compilation, programmed, options.address, said, new Date()) }
        : undefined,
    'status',
  );
  const name = `${key.namespace}/${key.name}`;
  await tellRoutes(client, compilation, programmed, HTTPRoute, readAll(HTTPRoute) as never, name);
  await tellRoutes(client, compilation, programmed, GRPCRoute, readAll(GRPCRoute) as never, name);
  const { auth, limits, transforms, backends, canaries } = compilation.policies;
  await tellPolicies(client, AuthPolicy, auth, readAll(AuthPolicy) as never);
  await tellPolicies(client, RateLimitPolicy, limits, readAll(RateLimitPolicy) as never);
  await tellPolicies(client, TransformPolicy, transforms, readAll(TransformPolicy) as never);
  await tellPolicies(client, BackendPolicy, backends, readAll(BackendPolicy) as never);
  await tellPolicies(client, CanaryPolicy, canaries, readAll(CanaryPolicy) as never);
  await tellUpstreams(client, readAll(Upstream) as never);
  return { requeueAfterMs: programmed.reason === 'Pending' ? pendingMs : restingMs };
}

function keyOf({ metadata }: { metadata: { namespace?: string; name: string } }): ObjectKey {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}
