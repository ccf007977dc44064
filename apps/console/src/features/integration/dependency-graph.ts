import type { DependencyGraph, DependencyNode, SystemLink } from '@dizuo/api';

/** A system as the graph shows it: one of the inventory, or one outside that is named in words. */
export interface GraphNode extends Omit<DependencyNode, 'namespace' | 'lifecycle'> {
  outside: boolean;
}

export interface Graph {
  nodes: readonly GraphNode[];
  links: readonly SystemLink[];
}

export const dimensions = ['level', 'department', 'zone', 'line'] as const;
export type Dimension = (typeof dimensions)[number];

export interface GraphFilter {
  department?: string;
  level?: string;
  zone?: string;
  line?: string;
  way?: string;
  /** Leaves out what neither calls nor is called. */
  linked?: boolean;
}

/** All systems with those outside, in the order of their keys. */
export function graphOf(answer: DependencyGraph): Graph {
  const inside = answer.nodes.map((node): GraphNode => ({ ...node, outside: false }));
  const outside = answer.outside.map(
    ({ key, displayName }): GraphNode => ({ key, displayName, departmentRef: '', level: 'outside', counted: false, outside: true }),
  );
  return { nodes: [...inside, ...outside].toSorted((x, y) => (x.key < y.key ? -1 : 1)), links: answer.links };
}

/** The value of a node in a dimension; empty where nothing is recorded. */
export function valueIn(node: GraphNode, dimension: Dimension): string {
  if (dimension === 'department') return node.departmentRef;
  return node[dimension] ?? '';
}

export function filtered(graph: Graph, filter: GraphFilter): Graph {
  const fits = (node: GraphNode) =>
    dimensions.every((dimension) => !filter[dimension] || valueIn(node, dimension) === filter[dimension]) &&
    (!filter.way || node.way === filter.way);
  const chosen = dimensions.some((dimension) => filter[dimension]) || filter.way;
  return within(graph, new Set(graph.nodes.filter((node) => !chosen || fits(node)).map(({ key }) => key)), filter.linked ?? false);
}

/** The nodes of the given keys and the links between them. */
function within({ nodes, links }: Graph, keys: ReadonlySet<string>, linked = false): Graph {
  const kept = links.filter(({ from, to }) => keys.has(from) && keys.has(to));
  const ends = new Set(kept.flatMap(({ from, to }) => [from, to]));
  return { nodes: nodes.filter(({ key }) => keys.has(key) && (!linked || ends.has(key))), links: kept };
}

/** What lies within so many steps of a node, along the calls or against them. */
export function neighbourhood(graph: Graph, center: string, steps: number): Graph {
  const neighbours = neighboursOf(graph, 'both');
  const seen = new Set([center]);
  let edge = [center];
  for (let step = 0; step < steps; step++) {
    edge = edge.flatMap((key) => neighbours.get(key) ?? []).filter((key) => !seen.has(key));
    for (const key of edge) seen.add(key);
  }
  return within(graph, seen);
}

/** A shortest way from one system to another: along the calls where there is one, else along any links. Undefined where there is none. */
export function pathBetween(graph: Graph, from: string, to: string): { keys: string[]; along: boolean } | undefined {
  const calls = shortest(neighboursOf(graph, 'calls'), from, to);
  if (calls) return { keys: calls, along: true };
  const any = shortest(neighboursOf(graph, 'both'), from, to);
  return any && { keys: any, along: false };
}

/** The graph of a path: its nodes, and the links between each and the next. */
export function graphOfPath(graph: Graph, keys: readonly string[]): Graph {
  const next = new Set(keys.slice(1).flatMap((key, i) => [`${keys[i]} ${key}`, `${key} ${keys[i]}`]));
  const { nodes, links } = within(graph, new Set(keys));
  return { nodes, links: links.filter(({ from, to }) => next.has(`${from} ${to}`)) };
}

function shortest(neighbours: ReadonlyMap<string, readonly string[]>, from: string, to: string): string[] | undefined {
  const before = new Map<string, string | undefined>([[from, undefined]]);
  let edge = [from];
  while (edge.length > 0 && !before.has(to)) {
    const next: string[] = [];
    for (const key of edge) {
      for (const other of neighbours.get(key) ?? []) {
        if (before.has(other)) continue;
        before.set(other, key);
        next.push(other);
      }
    }
    edge = next;
  }
  if (!before.has(to)) return undefined;
  const keys: string[] = [];
  for (let key: string | undefined = to; key !== undefined; key = before.get(key)) keys.unshift(key);
  return keys;
}

/** Sorted, so that of several shortest paths always the same is found. */
function neighboursOf({ links }: Graph, which: 'calls' | 'both'): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (key: string, other: string) => {
    const known = neighbours.get(key);
    if (known) known.push(other);
    else neighbours.set(key, [other]);
  };
  for (const { from, to } of links) {
    add(from, to);
    if (which === 'both') add(to, from);
  }
  for (const list of neighbours.values()) list.sort();
  return neighbours;
}
