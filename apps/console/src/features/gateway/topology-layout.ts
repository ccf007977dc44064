import { Graph, layout } from '@dagrejs/dagre';
import type { TopologyEdge, TopologyNode } from './topology-graph.ts';

export interface Placed extends TopologyNode {
  x: number;
  y: number;
}

export const nodeSize = { width: 220, height: 68 };

/** Where each node stands: columns from route to component. Upper left corners; the same input gives the same places. */
export function placed(nodes: readonly TopologyNode[], edges: readonly TopologyEdge[]): Placed[] {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 96, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { ...nodeSize });
  for (const edge of edges) graph.setEdge(edge.from, edge.to);
  for (const node of nodes) standInColumn(graph, node, edges);
  layout(graph);
  return nodes.map((node) => {
    const at = graph.node(node.id) as { x: number; y: number };
    return { ...node, x: at.x - nodeSize.width / 2, y: at.y - nodeSize.height / 2 };
  });
}

const column: Record<TopologyNode['kind'], number> = { route: 0, workload: 1, upstream: 1, instance: 2 };

/** What nothing leads to still stands in the column of its kind: behind as many points as there are columns before it. */
function standInColumn(graph: Graph, node: TopologyNode, edges: readonly TopologyEdge[]): void {
  if (edges.some((edge) => edge.to === node.id)) return;
  let next = node.id;
  for (let at = column[node.kind]; at > 0; at -= 1) {
    const point = `point ${at} ${node.id}`;
    graph.setNode(point, { width: 1, height: 1 });
    graph.setEdge(point, next);
    next = point;
  }
}

/** The picture as an SVG document, for a report. */
export function svgOf(nodes: readonly Placed[], edges: readonly TopologyEdge[], word: (node: TopologyNode) => string): string {
  const { width, height } = nodeSize;
  const at = new Map(nodes.map((node) => [node.id, node]));
  const right = Math.max(...nodes.map((node) => node.x)) + width + 16;
  const bottom = Math.max(...nodes.map((node) => node.y)) + height + 16;
  const lines = edges.flatMap((edge) => {
    const [from, to] = [at.get(edge.from), at.get(edge.to)];
    if (!from || !to) return [];
    const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2];
    const middle = (x1 + x2) / 2;
    return [`<path d="M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" fill="none" stroke="#8a94a3" stroke-width="1.5"/>`];
  });
  const boxes = nodes.map(
    (node) =>
      `<g transform="translate(${node.x} ${node.y})"><rect width="${width}" height="${height}" rx="6" fill="#fff" stroke="#8a94a3"/>` +
      `<text x="12" y="26" font-size="14" font-weight="600">${escaped(shortened(node.name, 24))}</text>` +
      `<text x="12" y="48" font-size="12" fill="#566070">${escaped(shortened(`${word(node)} ${node.detail}`, 30))}</text></g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${right}" height="${bottom}" font-family="sans-serif">${lines.join('')}${boxes.join('')}</svg>`;
}

const shortened = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
