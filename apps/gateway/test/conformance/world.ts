import { type Condition, type Kind, Namespace, Secret, Workload } from '@dizuo/api';
import { gatewayKinds } from '@dizuo/modules/gateway';
import { selfSigned } from '../certificate.ts';
import { type MappedPlane, startMappedPlane } from '../mapped-plane.ts';
import { startPlatform, type TestPlatform, until } from '../platform.ts';
import { type Ask, ask, type Told } from './ask.ts';
import { type Echo, startEcho, startGrpcEcho, startHttp2Echo } from './echo.ts';
import { gateway, http, https, infra, type Manifest } from './objects.ts';

/** The platform that all cases share: server API, compiler, a data plane for each Gateway, and backends. */
export interface World {
  echoes: ReadonlyMap<string, Echo>;
  /** Makes objects by the API, and waits until the platform has said what became of them and data planes have them in force. */
  apply(objects: readonly Manifest[]): Promise<void>;
  remove(objects: readonly Manifest[]): Promise<void>;
  get(object: Manifest): Promise<Manifest>;
  /** A merge patch; waits as `apply` does. */
  patch(object: Manifest, change: object): Promise<void>;
  /** A request to the Gateway's port. */
  ask(gateway: string, request: Partial<Ask>): Promise<Told>;
  /** Where the Gateway's port is open in truth. */
  portOf(gateway: string, port?: number): number;
  close(): Promise<void>;
}

const kinds: readonly Kind[] = [...gatewayKinds, Namespace, Secret, Workload];
const namespaces: Record<string, Record<string, string>> = { infra: {}, app: { use: 'backend' }, web: { use: 'backend' } };
/** In namespace infra, unless they say another. */
const backendNames = ['one', 'two', 'three', 'app/app-one', 'app/app-two', 'web/web'];
const grpcNames = ['grpc-one', 'grpc-two', 'grpc-three'];
const certificateNames = ['example.org', 'second-example.org', '*.wildcard.org', 'secure.test.com'];

/** Gateways that most cases attach to. */
const baseGateways = [
  gateway('same-namespace', [http('http')]),
  gateway('all-namespaces', [http('http', { allowedRoutes: { namespaces: { from: 'All' } } })]),
  gateway('backend-namespaces', [
    http('http', { allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { use: 'backend' } } } } }),
  ]),
  gateway('secure', [
    https('https', 'certificate'),
    https('with-hostname', 'certificate', { hostname: 'second-example.org' }),
    https('with-wildcard', 'certificate', { hostname: '*.wildcard.org' }),
    https('within-wildcard', 'certificate', { hostname: 'fourth-example.wildcard.org' }),
  ]),
];

const gatewayClass: Manifest = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'dizuo' }, spec: {} };

export async function startWorld(): Promise<World> {
  const platform = await startPlatform(80);
  const api = apiOf(platform);
  const planes = new Map<string, MappedPlane>();
  const echoes = new Map<string, Echo>();

  async function make(objects: readonly Manifest[]): Promise<void> {
    for (const object of objects) await api('POST', object);
    const gateways = objects.filter(({ kind }) => kind === 'Gateway').map(({ metadata }) => metadata.name);
    await Promise.all(gateways.map(async (name) => planes.set(name, await startMappedPlane(platform, `${infra}/${name}`))));
  }

  async function settled(object: Manifest): Promise<void> {
    await until(`${object.kind} ${object.metadata.name} is told of`, async () => isSettled(await api('GET', object)), 30_000);
  }

  await makeBackends(echoes, api, platform);
  await make(baseGateways);
  await Promise.all([...baseGateways, gatewayClass].map(settled));

  const world: World = {
    echoes,
    async apply(objects) {
      await make(objects);
      await Promise.all(objects.map(settled));
    },
    async remove(objects) {
      for (const object of [...objects].reverse()) {
        await api('DELETE', object).catch(() => {});
        if (object.kind !== 'Gateway') continue;
        await planes.get(object.metadata.name)?.stop();
        planes.delete(object.metadata.name);
      }
    },
    get: (object) => api('GET', object),
    async patch(object, change) {
      await api('PATCH', object, change);
      await settled(object);
    },
    portOf(name, port = 80) {
      const plane = planes.get(name);
      if (plane === undefined) throw new Error(`Gateway ${name} has no data plane`);
      return plane.portOf(port);
    },
    ask(name, request) {
      const port = world.portOf(name, request.port);
      return ask({ method: 'GET', host: 'conformance.example', path: '/', headers: {}, ...request, port });
    },
    async close() {
      await Promise.all([...planes.values()].map((plane) => plane.stop()));
      await platform.close();
      await Promise.all([...echoes.values()].map((echo) => echo.close()));
    },
  };
  return world;
}

type Api = (method: string, object: Manifest, body?: object) => Promise<Manifest>;

/** What kubectl sends for an object. */
function apiOf({ url, administrator }: TestPlatform): Api {
  return async (method, object, change) => {
    const [group, version] = object.apiVersion?.includes('/') ? object.apiVersion.split('/') : ['', object.apiVersion];
    const kind = kinds.find((k) => k.kind === object.kind && k.group === group);
    if (!kind) throw new Error(`no kind ${object.kind} in ${object.apiVersion}`);
    const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
    const { name, namespace } = object.metadata;
    const list = `${url}${root}${kind.scope === 'Namespaced' ? `/namespaces/${namespace}` : ''}/${kind.plural}`;
    const body = method === 'POST' ? object : change;
    const answer = await fetch(method === 'POST' ? list : `${list}/${name}`, {
      method,
      headers: {
        authorization: `Bearer ${administrator}`,
        'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const told = (await answer.json()) as Manifest & { message?: string };
    if (!answer.ok) throw new Error(`${method} ${object.kind} ${name}: ${told.message}`);
    return told;
  };
}

/** A data plane is being told, or is being started. */
const onTheWay = new Set(['Pending', 'NoResources']);

/** The platform has said of this generation whether it is accepted, and it is in force or will not be. */
function isSettled({ kind, metadata, spec, status }: Manifest): boolean {
  const all = (conditions: Condition[] | undefined, types: string[]) =>
    types.every((type) =>
      conditions?.some((c) => c.type === type && c.observedGeneration === metadata.generation && !onTheWay.has(c.reason)),
    );
  if (kind === 'GatewayClass') return all(status?.conditions, ['Accepted']);
  if (kind === 'Gateway')
    return (
      all(status?.conditions, ['Accepted', 'Programmed']) &&
      status?.listeners?.length === (spec.listeners as unknown[]).length &&
      status.listeners.every(({ conditions }) => all(conditions, ['Accepted', 'ResolvedRefs', 'Programmed']))
    );
  if (kind !== 'HTTPRoute' && kind !== 'GRPCRoute') return true;
  const parents = status?.parents ?? [];
  return (
    parents.length === (spec.parentRefs as unknown[]).length &&
    parents.every(({ conditions }) => all(conditions, ['Accepted', 'ResolvedRefs', 'Programmed']))
  );
}

async function makeBackends(echoes: Map<string, Echo>, api: Api, { client }: TestPlatform): Promise<void> {
  for (const [name, labels] of Object.entries(namespaces)) await client.create(Namespace, { metadata: { name, labels } });
  const add = async (path: string, start: (name: string) => Promise<Echo>, more: object = {}) => {
    const [name = '', namespace = infra] = path.split('/').reverse();
    const echo = await start(name);
    echoes.set(name, echo);
    const spec = { addresses: [{ host: '127.0.0.1', port: echo.port }], ...more };
    await api('POST', { apiVersion: 'gateway.dizuo/v1alpha1', kind: 'Upstream', metadata: { name, namespace }, spec });
  };
  for (const path of backendNames) await add(path, startEcho);
  for (const path of grpcNames) await add(path, startGrpcEcho);
  await add('http2', startHttp2Echo, { appProtocol: 'kubernetes.io/h2c' });
  await add('web-socket', startEcho, { appProtocol: 'kubernetes.io/ws' });
  const { cert, key } = await selfSigned(...certificateNames);
  const data = { 'tls.crt': Buffer.from(cert).toString('base64'), 'tls.key': Buffer.from(key).toString('base64') };
  for (const namespace of [infra, 'web'])
    await api('POST', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'certificate', namespace },
      type: 'kubernetes.io/tls',
      data,
    } as unknown as Manifest);
}
