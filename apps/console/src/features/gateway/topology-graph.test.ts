import { HTTPRoute, type KubeObject, ServiceBinding, ServiceInstance, Upstream, Workload } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { type TopologyInput, topologyOf } from './topology-graph.ts';
import { placed } from './topology-layout.ts';

const object = (kind: { apiVersion: string; kind: string }, name: string, rest: object) =>
  ({ apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name, namespace: 't' }, ...rest }) as unknown as KubeObject;
const route = (name: string, kind: string, backend: string) =>
  object(HTTPRoute, name, { spec: { rules: [{ matches: [{ path: { value: '/p' } }], backendRefs: [{ kind, name: backend }] }] } });
const workload = (name: string, secret?: string) =>
  object(Workload, name, {
    spec: {
      applicationRef: 'a',
      artifact: {},
      replicas: 2,
      env: secret ? [{ name: 'X', secretKeyRef: { name: secret, key: 'uri' } }] : [],
    },
    status: { phase: 'Ready', readyReplicas: 1 },
  });
const instance = (name: string) =>
  object(ServiceInstance, name, { spec: { classRef: 'postgresql', planRef: 's' }, status: { phase: 'Failed' } });
const binding = (name: string, of: string, secretName?: string) =>
  object(ServiceBinding, name, { spec: { instanceRef: of }, status: secretName ? { secretName } : {} });
const upstream = (name: string) => object(Upstream, name, { spec: { addresses: [{ host: 'old', port: 80 }] } });

function graph(parts: Partial<Record<keyof Omit<TopologyInput, 'tenant'>, KubeObject[]>>) {
  const none = { routes: [], workloads: [], upstreams: [], instances: [], bindings: [] };
  return topologyOf({ tenant: 't', ...none, ...parts } as unknown as TopologyInput);
}
const edgesOf = (g: ReturnType<typeof graph>) => g.edges.map((edge) => `${edge.from} > ${edge.to}`);

describe('topologyOf', () => {
  it('follows a route to its workload and on to the component whose Secret it uses', () => {
    const g = graph({
      routes: [route('r', 'Workload', 'w')],
      workloads: [workload('w', 'db-secret')],
      instances: [instance('db')],
      bindings: [binding('b', 'db', 'db-secret')],
    });
    expect(edgesOf(g).toSorted()).toEqual(['route/r > workload/w', 'workload/w > instance/db']);
    expect(g.nodes.find((n) => n.id === 'workload/w')).toMatchObject({ detail: '1/2', state: 'ready', path: '/dev/t/workloads/w' });
    expect(g.nodes.find((n) => n.id === 'instance/db')?.state).toBe('failed');
  });

  it('shows what a route names but does not exist as missing', () => {
    const g = graph({ routes: [route('r', 'Workload', 'gone')] });
    expect(g.nodes.find((n) => n.id === 'workload/gone')).toMatchObject({ missing: true, state: 'failed' });
  });

  it.each([
    [
      graph({ workloads: [workload('w', 'own')], instances: [instance('db')], bindings: [] }),
      [],
      'a Secret that no binding made leads nowhere',
    ],
    [
      graph({ workloads: [workload('w', 'b')], instances: [instance('db')], bindings: [binding('b', 'db')] }),
      ['workload/w > instance/db'],
      'a binding writes to a Secret of its own name unless it says otherwise',
    ],
    [
      graph({ routes: [route('r', 'Upstream', 'u')], upstreams: [upstream('u')] }),
      ['route/r > upstream/u'],
      'outside systems stand beside workloads',
    ],
    [graph({ routes: [route('r', 'Service', 's')] }), [], 'backends of other kinds are not ours to show'],
  ])('%#: %s', (g, expected) => expect(edgesOf(g)).toEqual(expected));

  it('draws an edge once, however many variables come from one component', () => {
    const twice = workload('w', 'b') as unknown as { spec: { env: unknown[] } };
    twice.spec.env.push({ name: 'Y', secretKeyRef: { name: 'b', key: 'host' } });
    const g = graph({ workloads: [twice as unknown as KubeObject], instances: [instance('db')], bindings: [binding('b', 'db')] });
    expect(g.edges).toHaveLength(1);
  });
});

describe('placed', () => {
  it('stands what is alone in the column of its kind', () => {
    const g = graph({
      routes: [route('r', 'Workload', 'w')],
      workloads: [workload('w', 'b')],
      instances: [instance('db'), instance('idle')],
      bindings: [binding('b', 'db')],
    });
    const at = new Map(placed(g.nodes, g.edges).map((n) => [n.id, n.x]));
    expect(at.get('instance/idle')).toBe(at.get('instance/db'));
    expect(at.get('route/r')).toBeLessThan(at.get('workload/w') ?? 0);
  });

  it('is the same for the same input', () => {
    const g = graph({ routes: [route('a', 'Upstream', 'u'), route('b', 'Upstream', 'u')], upstreams: [upstream('u')] });
    expect(placed(g.nodes, g.edges)).toEqual(placed(g.nodes, g.edges));
  });
});
