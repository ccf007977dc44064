import { Graph as Dagre, layout } from '@dagrejs/dagre';
import type { Graph } from './dependency-graph.ts';
import { nodeSize, type Scene } from './dependency-layout.ts';

/** Few systems by who calls whom, from left to right. The same input gives the same places. */
export function flowScene(graph: Graph): Scene {
  const dagre = new Dagre();
  dagre.setGraph({ rankdir: 'LR', nodesep: 16, ranksep: 88, marginx: 24, marginy: 24 });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const { key } of graph.nodes) dagre.setNode(key, { ...nodeSize });
  for (const { from, to } of graph.links) dagre.setEdge(from, to);
  layout(dagre);
  const nodes = graph.nodes.map((node) => {
    const { x, y } = dagre.node(node.key) as { x: number; y: number };
    return { node, x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 };
  });
  const { width = 0, height = 0 } = dagre.graph() as { width?: number; height?: number };
  return { nodes, rows: [], columns: [], links: graph.links, width, height };
}
