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
import { type Controller, defineController, type ObjectClient } from '@dizuo/kernel';
import type { Acknowledgements } from './acknowledgements.ts';
import { dataPlaneSecretName, ensureDataPlaneSecret } from './data-plane-secret.ts';
import { type Compilation, compileGateway } from './gateway.compile.ts';
import { acceptedCondition, programmedState, renderGatewayStatus } from './gateway.render.ts';
import { tellPolicies, tellRoutes, tellUpstreams } from './gateway.tell.ts';
import type { GatewayCredentials } from './gateway-credential.ts';
import { compileInput, gatewayWorldKinds, isOurs, type PlatformPart } from './gateway-world.ts';
import { idOf } from './object-order.ts';
import type { Refusal } from './route-attachment.ts';
import { supportedFeatures } from './supported-features.ts';

/** How soon to look again while a change is on its way to a data plane, and how often otherwise (a data plane may come or go). */
const pendingMs = 150;
const restingMs = 10_000;
/** A data plane is often started soon after its Gateway is made: so long it is looked for as often as a change. */
const newGatewayMs = 120_000;

export interface GatewayControllerOptions {
  platform(): PlatformPart;
  acknowledgements: Acknowledgements;
  credentials: GatewayCredentials;
  /** Host that visitors reach the data plane at. */
  address: string;
}

const defaultKey: ObjectKey = { namespace: systemNamespace, name: defaultGatewayName };

/**
 * Makes the platform's GatewayClass and Gateway, and tells on every object what became of it. Everything that a Gateway depends on is
 * everything there is, so all Gateways are looked at together: one reading of the world, whatever changed.
 */
export function gatewayController(options: GatewayControllerOptions): Controller<typeof Gateway> {
  return defineController({
    name: 'gateway',
    kind: Gateway,
    concurrency: 1,
    watches: gatewayWorldKinds.filter((kind) => kind.id !== Gateway.id).map((kind) => ({ kind, map: () => [defaultKey] })),
    start: ({ client }) => ensureDefaults(client, options.platform().offer),
    async reconcile(key, { client }) {
      const isPending = await tellAll(client, options);
      if (isPending) return { requeueAfterMs: pendingMs };
      return isDefault(key) ? { requeueAfterMs: restingMs } : {};
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
  if (await client.get(Gateway, defaultKey)) {
    await client.modify(Gateway, defaultKey, (gateway) => onPort(gateway, port, protocol));
    return;
  }
  await client.create(Gateway, {
    metadata: { name: defaultGatewayName, namespace: systemNamespace, labels: { [labels.managedBy]: 'gateway' } },
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

/** True while a change is on its way to a data plane, or a data plane is to be expected. */
async function tellAll(client: ObjectClient, options: GatewayControllerOptions): Promise<boolean> {
  const read = new Map<string, readonly KubeObject[]>();
  for (const kind of gatewayWorldKinds) read.set(kind.id, (await client.list(kind as Kind)) as unknown as KubeObject[]);
  const readAll = (kind: Kind) => read.get(kind.id) ?? [];
  const gateways = (readAll(Gateway) as unknown as ObjectOf<typeof Gateway>[]).filter((gateway) => isOurs(gateway, readAll));
  const compilations: Compilation[] = [];
  let isPending = false;
  for (const gateway of gateways) {
    const compilation = compileGateway(compileInput(gateway, readAll, options.platform()));
    compilations.push(compilation);
    const programmed = await tellGateway(client, gateway, compilation, options);
    isPending ||= programmed.reason === 'Pending' || (programmed.reason === 'NoResources' && awaitsDataPlane(gateway));
    const name = idOf(gateway);
    await tellRoutes(client, compilation, programmed, HTTPRoute, readAll(HTTPRoute) as never, name);
    await tellRoutes(client, compilation, programmed, GRPCRoute, readAll(GRPCRoute) as never, name);
  }
  const [first] = compilations;
  if (first !== undefined) {
    const { auth, limits, transforms, backends } = first.policies;
    await tellPolicies(client, AuthPolicy, auth, readAll(AuthPolicy) as never);
    await tellPolicies(client, RateLimitPolicy, limits, readAll(RateLimitPolicy) as never);
    await tellPolicies(client, TransformPolicy, transforms, readAll(TransformPolicy) as never);
    await tellPolicies(client, BackendPolicy, backends, readAll(BackendPolicy) as never);
    await tellPolicies(client, CanaryPolicy, canariesOf(compilations), readAll(CanaryPolicy) as never);
  }
  await tellUpstreams(client, readAll(Upstream) as never);
  await keepCredentials(client, gateways, options.credentials);
  return isPending;
}

/** The server runs a data plane for the platform's own Gateway; for each other one somebody starts it. */
async function keepCredentials(client: ObjectClient, gateways: readonly ObjectOf<typeof Gateway>[], credentials: GatewayCredentials) {
  const others = gateways.filter(({ metadata }) => !isDefault(metadata) && !metadata.deletionTimestamp);
  for (const gateway of others) await ensureDataPlaneSecret(client, gateway, credentials);
  await credentials.retain(others.map(idOf));
}

function awaitsDataPlane({ metadata }: ObjectOf<typeof Gateway>): boolean {
  return !isDefault(metadata) && Date.now() - Date.parse(metadata.creationTimestamp ?? '') < newGatewayMs;
}

function isDefault({ namespace, name }: { namespace?: string; name: string }): boolean {
  return namespace === defaultKey.namespace && name === defaultKey.name;
}

async function tellGateway(
  client: ObjectClient,
  gateway: ObjectOf<typeof Gateway>,
  compilation: Compilation,
  { acknowledgements, address }: GatewayControllerOptions,
): Promise<ReturnType<typeof programmedState>> {
  const said = await acknowledgements.of(idOf(gateway));
  const secret = isDefault(gateway.metadata) ? undefined : dataPlaneSecretName(gateway.metadata.name);
  const programmed = programmedState(compilation.configuration.digest, said, secret);
  const render = (g: typeof gateway) => ({ ...g, status: renderGatewayStatus(g, compilation, programmed, address, said, new Date()) });
  const isSame = (g: typeof gateway) => g.metadata.generation === gateway.metadata.generation;
  const key = { namespace: gateway.metadata.namespace ?? '', name: gateway.metadata.name };
  await client.modify(Gateway, key, (g) => (isSame(g) ? render(g) : undefined), 'status');
  return programmed;
}

/** A CanaryPolicy divides rules of a Gateway that its route is attached to; what one of them says against it, holds. */
function canariesOf(compilations: readonly Compilation[]): Pick<Compilation['policies']['canaries'], 'outcomes'> {
  const outcomes = new Map<string, (Refusal | undefined)[]>();
  for (const { policies } of compilations)
    for (const [id, refusals] of policies.canaries.outcomes)
      outcomes.set(
        id,
        refusals.map((refusal, i) => refusal ?? outcomes.get(id)?.[i]),
      );
  return { outcomes };
}
