import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fillForeignInventory } from './foreign-inventory.ts';
import { pause } from './platform.ts';
import { foreign, marker, must, type Person, secretMarkers, type TwoTenants, until } from './two-tenants.ts';

/** A resource as discovery tells of it. */
export interface DiscoveredKind {
  /** `/api/v1` or `/apis/<group>/<version>`. */
  base: string;
  apiVersion: string;
  kind: string;
  plural: string;
  namespaced: boolean;
  hasStatus: boolean;
}

interface ResourceList {
  groupVersion: string;
  resources: { name: string; kind: string; namespaced: boolean; verbs: string[] }[];
}

/** Every kind that the server says it serves. */
export async function discover({ session }: Person): Promise<DiscoveredKind[]> {
  const { groups } = (await must(session('GET', '/apis'))).body as { groups: { versions: { groupVersion: string }[] }[] };
  const bases = ['/api/v1', ...groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => `/apis/${groupVersion}`))];
  const lists = await Promise.all(
    bases.map(async (base) => ({ base, list: (await must(session('GET', base))).body as unknown as ResourceList })),
  );
  return lists.flatMap(({ base, list }) =>
    list.resources
      .filter(({ name, verbs }) => !name.includes('/') && verbs.includes('list'))
      .map(({ name, kind, namespaced }) => ({
        base,
        apiVersion: list.groupVersion,
        kind,
        plural: name,
        namespaced,
        hasStatus: list.resources.some((other) => other.name === `${name}/status`),
      })),
  );
}

export interface Foreign {
  kind: DiscoveredKind;
  object: Record<string, unknown> & { metadata: { name: string; uid: string; resourceVersion: string } };
}

/** Fills the foreign tenant with an object of every kind, all bearing the marker. Returns what stands there. */
export async function fillForeignTenant(world: TwoTenants, kinds: readonly DiscoveredKind[]): Promise<Foreign[]> {
  const { session: developer } = world.person('dev-foreign');
  const { session: admin } = world.person('admin-foreign');
  const { session: operator } = world.person('operator');
  const at = (group: string, plural: string) => `/apis/${group}/namespaces/${foreign}/${plural}`;
  const metadata = (name: string) => ({ name: `${marker}-${name}`, labels: { mark: marker }, annotations: { 'test/mark': marker } });
  const [plain = '', encoded = ''] = secretMarkers;
  await must(
    developer('POST', `/api/v1/namespaces/${foreign}/secrets`, {
      metadata: metadata('secret'),
      stringData: { plain },
      data: { encoded: `${encoded}==` },
    }),
  );
  await must(
    developer('POST', at('apps.dizuo/v1alpha1', 'applications'), { metadata: metadata('app'), spec: { displayName: { zh: marker } } }),
  );
  const archive = execFileSync('tar', ['-cz', '-C', fileURLToPath(new URL('.', import.meta.url)), 'door.ts']);
  const upload = await fetch(`${world.platform.url}${at('apps.dizuo/v1alpha1', 'applications')}/${marker}-app/artifacts?note=${marker}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.person('dev-foreign').token}`, 'content-type': 'application/gzip' },
    body: new Uint8Array(archive),
  });
  if (upload.status !== 201) throw new Error(await upload.text());
  const order = {
    metadata: metadata('order'),
    spec: {
      purpose: `${marker} purpose`,
      durationMonths: 1,
      service: {
        classRef: 'postgresql',
        planRef: 'postgresql-small',
        instanceName: `${marker}-db`,
        displayName: marker,
        parameters: { storageMiB: 256 },
      },
    },
  };
  await must(developer('POST', at('approval.dizuo/v1alpha1', 'requests'), order));
  await approveOrders(world, foreign);
  await until(async () =>
    (await developer('GET', `${at('approval.dizuo/v1alpha1', 'requests')}/${marker}-order`)).text.includes('"Delivered"'),
  );
  await must(
    developer('POST', at('apps.dizuo/v1alpha1', 'workloads'), {
      metadata: metadata('work'),
      spec: {
        applicationRef: `${marker}-app`,
        artifact: { sample: 'shop-sign-permit' },
        replicas: 1,
        env: [
          { name: 'DATABASE_URL', secretKeyRef: { name: `${marker}-db`, key: 'uri' } },
          { name: 'CLERK_POSITION', value: 'lvhua-shenpi' },
          { name: 'DIZUO_AUDIENCE', value: marker },
        ],
      },
    }),
  );
  await must(
    developer('POST', at('gateway.dizuo/v1alpha1', 'upstreams'), {
      metadata: metadata('old'),
      spec: { displayName: marker, addresses: [{ host: '192.0.2.7', port: 80 }] },
    }),
  );
  await must(
    developer('POST', at('gateway.dizuo/v1alpha1', 'authpolicies'), {
      metadata: metadata('policy'),
      spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: `${marker}-route` }] },
    }),
  );
  await must(
    developer('POST', at('gateway.networking.k8s.io/v1', 'httproutes'), {
      metadata: metadata('route'),
      spec: {
        parentRefs: [{ name: 'default', namespace: 'dizuo-system' }],
        hostnames: [`${marker}.localhost`],
        rules: [{ backendRefs: [{ group: 'apps.dizuo', kind: 'Workload', name: `${marker}-work` }] }],
      },
    }),
  );
  await must(
    developer('POST', at('gateway.networking.k8s.io/v1beta1', 'referencegrants'), {
      metadata: metadata('refs'),
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'dizuo-system' }],
        to: [{ group: 'apps.dizuo', kind: 'Workload' }],
      },
    }),
  );
  for (const [group, plural, spec] of gatewayObjects)
    await must(developer('POST', at(group, plural), { metadata: metadata(plural), spec }));
  await must(
    admin('POST', at('access.dizuo/v1alpha1', 'policies'), {
      metadata: metadata('rule'),
      spec: {
        displayName: marker,
        cedar: 'forbid (principal, action == Action::"delete", resource) when { resource.kind == "quotas.tenancy.dizuo" };',
      },
    }),
  );
  await must(
    operator('POST', at('gateway.networking.k8s.io/v1', 'gateways'), {
      metadata: metadata('gateway'),
      spec: { gatewayClassName: 'dizuo', listeners: [{ name: 'http', port: 18_999, protocol: 'HTTP' }] },
    }),
  );
  await until(async () =>
    (await developer('GET', `${at('apps.dizuo/v1alpha1', 'workloads')}/${marker}-work`)).text.includes('"readyReplicas":1'),
  );
  await fillForeignInventory(world);
  return settledObjects(world, kinds);
}

/** What the platform itself does about the objects has ended: each that somebody decides on has its task, and nothing changes any more. */
async function settledObjects(world: TwoTenants, kinds: readonly DiscoveredKind[]): Promise<Foreign[]> {
  const { session } = world.person('admin-foreign');
  await until(async () => {
    const { items } = (await must(session('GET', `/apis/approval.dizuo/v1alpha1/namespaces/${foreign}/humantasks`))).body as {
      items: { spec: { subject: { kind: string } } }[];
    };
    const asked = items.map(({ spec }) => spec.subject.kind);
    return ['Disposition', 'ItProject', 'LedgerException'].every((kind) => asked.includes(kind));
  });
  let before = '';
  let objects: Foreign[] = [];
  await until(async () => {
    objects = await foreignObjects(world, kinds);
    const now = shapes(objects).join();
    const quiet = now === before;
    before = now;
    if (!quiet) await pause(2000);
    return quiet;
  });
  return objects;
}

/** Objects without what lives by itself: status, versions, events. */
export function shapes(objects: readonly Foreign[]): string[] {
  return objects
    .filter(({ kind }) => kind.plural !== 'events')
    .map(({ kind, object }) => {
      const { status: _status, metadata, ...rest } = object;
      const { resourceVersion: _version, ...kept } = metadata;
      return `${kind.plural} ${JSON.stringify({ ...rest, metadata: kept })}`;
    })
    .sort();
}

/** Everything that stands in the foreign tenant, as its own people see it. */
export async function foreignObjects(world: TwoTenants, kinds: readonly DiscoveredKind[]): Promise<Foreign[]> {
  const { session } = world.person('admin-foreign');
  const lists = await Promise.all(
    kinds
      .filter(({ namespaced }) => namespaced)
      .map(async (kind) => {
        const { items } = (await must(session('GET', `${kind.base}/namespaces/${foreign}/${kind.plural}`))).body as {
          items: Foreign['object'][];
        };
        return items.map((object) => ({ kind, object }));
      }),
  );
  return lists.flat();
}

/** The operator says yes to whatever waits in a namespace. */
export async function approveOrders(world: TwoTenants, namespace: string): Promise<void> {
  const { session } = world.person('operator');
  const tasks = `/apis/approval.dizuo/v1alpha1/namespaces/${namespace}/humantasks`;
  const open = async () => (await must(session('GET', `${tasks}?fieldSelector=status.phase%3DOpen`))).body.items as Foreign['object'][];
  await until(async () => (await open()).length > 0);
  for (const { metadata } of await open()) {
    const decision = { spec: { outcome: 'approve' } };
    await must(session('PATCH', `${tasks}/${metadata.name}`, decision, { 'content-type': 'application/merge-patch+json' }));
  }
}

const onRoute = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: `${marker}-route` }] };
const onWork = { group: 'apps.dizuo', kind: 'Workload', name: `${marker}-work` };
const gatewayObjects: readonly [group: string, plural: string, spec: object][] = [
  ['gateway.networking.k8s.io/v1', 'grpcroutes', { hostnames: [`grpc.${marker}.localhost`], rules: [{ backendRefs: [onWork] }] }],
  ['gateway.dizuo/v1alpha1', 'ratelimitpolicies', { ...onRoute, limits: [{ name: marker, requests: 1000 }] }],
  ['gateway.dizuo/v1alpha1', 'backendpolicies', { targetRefs: [onWork], loadBalancing: { type: 'RoundRobin' } }],
  [
    'gateway.dizuo/v1alpha1',
    'canarypolicies',
    { ...onRoute, stable: { ...onWork, name: `${marker}-other` }, canary: onWork, steps: [{ percent: 5 }] },
  ],
  ['gateway.dizuo/v1alpha1', 'transformpolicies', { ...onRoute, responseHeaders: { set: [{ name: 'X-Mark', value: marker }] } }],
  ['gateway.dizuo/v1alpha1', 'consumers', { displayName: marker, credentials: [] }],
  ['gateway.dizuo/v1alpha1', 'certificates', { dnsNames: [`${marker}.localhost`], secretRef: { name: `${marker}-secret` } }],
];
