import type { HTTPRoute, KubeObject, ObjectOf, ServiceBinding, ServiceInstance, Upstream, Workload } from '@dizuo/api';
import { type State, stateOf } from '../../parts/states.ts';
import { backendsOf } from './route-values.ts';

export type NodeKind = 'route' | 'workload' | 'upstream' | 'instance';

export interface TopologyNode {
  id: string;
  kind: NodeKind;
  name: string;
  /** A second line: address, replicas, component. */
  detail: string;
  state: State;
  /** Named by another object, but not there. */
  missing: boolean;
  path: string;
}

export interface TopologyEdge {
  from: string;
  to: string;
}

export interface TopologyInput {
  tenant: string;
  routes: readonly (ObjectOf<typeof HTTPRoute> & KubeObject)[];
  workloads: readonly (ObjectOf<typeof Workload> & KubeObject)[];
  upstreams: readonly (ObjectOf<typeof Upstream> & KubeObject)[];
  instances: readonly (ObjectOf<typeof ServiceInstance> & KubeObject)[];
  bindings: readonly (ObjectOf<typeof ServiceBinding> & KubeObject)[];
}

/**
 * A tenant's things and how they hang together: route → backend; workload → the component whose binding's Secret its environment
 * names. What is named but does not exist is shown as missing. In a stable order, so that the layout does not jump.
 */
export function topologyOf(input: TopologyInput): { nodes: TopologyNode[]; edges: TopologyEdge[] } {
  const nodes = new Map<string, TopologyNode>();
  const edges = new Map<string, TopologyEdge>();
  const put = (node: Omit<TopologyNode, 'id' | 'missing' | 'path'>) => {
    const id = `${node.kind}/${node.name}`;
    nodes.set(id, { ...node, id, missing: false, path: pathOf(input.tenant, node.kind, node.name) });
  };
  const link = (from: string, to: string) => {
    if (!nodes.has(to)) nodes.set(to, missingNode(input.tenant, to));
    edges.set(`${from} ${to}`, { from, to });
  };

  for (const i of byName(input.instances)) put({ kind: 'instance', name: i.metadata.name, detail: i.spec.classRef, state: stateOf(i) });
  for (const u of byName(input.upstreams)) {
    const [address] = u.spec.addresses;
    put({ kind: 'upstream', name: u.metadata.name, detail: address ? `${address.host}:${address.port}` : '', state: stateOf(u) });
  }
  for (const w of byName(input.workloads)) {
    const detail = `${w.status?.readyReplicas ?? 0}/${w.spec.replicas ?? 1}`;
    put({ kind: 'workload', name: w.metadata.name, detail, state: stateOf(w) });
  }
  for (const r of byName(input.routes)) {
    const path = r.spec.rules?.[0]?.matches?.[0]?.path?.value ?? '/';
    put({ kind: 'route', name: r.metadata.name, detail: `${r.spec.hostnames?.[0] ?? ''}${path}`, state: stateOf(r) });
  }

  const instanceOfSecret = new Map(
    input.bindings.map((b) => [b.status?.secretName ?? b.spec.secretName ?? b.metadata.name, b.spec.instanceRef]),
  );
  for (const w of byName(input.workloads)) {
    const secrets = (w.spec.env ?? []).flatMap((variable) => (variable.secretKeyRef ? [variable.secretKeyRef.name] : []));
    for (const secret of secrets) {
      const instance = instanceOfSecret.get(secret);
      if (instance) link(`workload/${w.metadata.name}`, `instance/${instance}`);
    }
  }
  for (const r of byName(input.routes)) {
    for (const b of backendsOf(r)) {
      const kind = b.kind === 'Workload' ? 'workload' : 'upstream';
      link(`route/${r.metadata.name}`, `${kind}/${b.name}`);
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

function byName<T extends KubeObject>(objects: readonly T[]): T[] {
  return objects.toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name));
}

function missingNode(tenant: string, id: string): TopologyNode {
  const [kind, name] = id.split('/') as [NodeKind, string];
  return { id, kind, name, detail: '', state: 'failed', missing: true, path: pathOf(tenant, kind, name) };
}

function pathOf(tenant: string, kind: NodeKind, name: string): string {
  const section = { route: 'routes', workload: 'workloads', upstream: 'upstreams', instance: 'instances' }[kind];
  return `/dev/${tenant}/${section}/${name}`;
}
