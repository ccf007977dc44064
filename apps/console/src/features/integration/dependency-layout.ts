import { type Dimension, type Graph, type GraphNode, valueIn } from './dependency-graph.ts';

export interface PlacedNode {
  node: GraphNode;
  /** Upper left corner. */
  x: number;
  y: number;
}

export interface Band {
  value: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where everything stands, in units of the drawing. */
export interface Scene {
  nodes: PlacedNode[];
  rows: Band[];
  columns: Band[];
  links: Graph['links'];
  width: number;
  height: number;
}

export interface Layers {
  rows: Dimension;
  columns?: Dimension | undefined;
  /** Which value of a dimension comes first. */
  order(dimension: Dimension): (a: string, b: string) => number;
}

export const nodeSize = { width: 148, height: 30 };
const gap = { x: 14, y: 12 };
const pad = 14;
/** Room for the names of rows and columns. */
const heads = { row: 168, column: 32 };
const cell = { width: nodeSize.width + gap.x, height: nodeSize.height + gap.y };
/** Nodes in a row for a drawing about as wide as a screen: n nodes in p columns are p·162 wide and n/p·42 high; 16:9 gives p² = 0.46 n. */
const screenShape = 0.46;
const sweeps = 4;

/**
 * Systems in rows by one dimension and, where wanted, in columns by another; within a cell each stands near what it is linked with
 * (barycentre, a few sweeps). The same input gives the same places.
 */
export function layeredScene(graph: Graph, by: Layers): Scene {
  const rowOf = (node: GraphNode) => groupOf(node, by.rows);
  const columnOf = (node: GraphNode) => (by.columns ? groupOf(node, by.columns) : '');
  const rowValues = [...new Set(graph.nodes.map(rowOf))].toSorted(by.order(by.rows));
  const columnValues = [...new Set(graph.nodes.map(columnOf))].toSorted(by.order(by.columns ?? by.rows));
  const cells = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    const id = `${rowOf(node)}\n${columnOf(node)}`;
    cells.set(id, [...(cells.get(id) ?? []), node]);
  }
  const cellOf = (row: string, column: string) => cells.get(`${row}\n${column}`) ?? [];
  const across = columnValues.map((column) => {
    const most = by.columns ? Math.max(...rowValues.map((row) => cellOf(row, column).length)) : graph.nodes.length;
    return Math.max(by.columns ? 1 : 4, Math.ceil(Math.sqrt(most * screenShape)));
  });
  arrange(graph, rowValues, columnValues, across, cellOf);

  const scene: Scene = { nodes: [], rows: [], columns: [], links: graph.links, width: 0, height: 0 };
  const top = by.columns ? heads.column : 0;
  let x = heads.row;
  const lefts = across.map((count) => {
    const left = x;
    x += count * cell.width + pad * 2;
    return left;
  });
  scene.width = x;
  let y = top;
  for (const row of rowValues) {
    const lines = Math.max(1, ...columnValues.map((column, i) => Math.ceil(cellOf(row, column).length / (across[i] ?? 1))));
    const height = lines * cell.height - gap.y + pad * 2;
    scene.rows.push({ value: row, x: 0, y, width: scene.width, height });
    columnValues.forEach((column, i) => {
      const own = cellOf(row, column);
      own.forEach((node, at) => {
        const { column: dx, line: dy } = slotOf(at, own.length, across[i] ?? 1);
        scene.nodes.push({ node, x: (lefts[i] ?? 0) + pad + dx * cell.width, y: y + pad + dy * cell.height });
      });
    });
    y += height;
  }
  scene.height = y;
  if (by.columns) {
    columnValues.forEach((value, i) => {
      const right = lefts[i + 1] ?? scene.width;
      scene.columns.push({ value, x: lefts[i] ?? 0, y: 0, width: right - (lefts[i] ?? 0), height: scene.height });
    });
  }
  return scene;
}

/** Moves the nodes of each cell towards what they are linked with, in place. */
function arrange(
  graph: Graph,
  rows: readonly string[],
  columns: readonly string[],
  across: readonly number[],
  cellOf: (row: string, column: string) => GraphNode[],
): void {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of graph.links) {
    for (const [key, other] of [
      [from, to],
      [to, from],
    ] as const)
      neighbours.set(key, [...(neighbours.get(key) ?? []), other]);
  }
  const at = new Map<string, number>();
  const note = () => {
    for (const row of rows) {
      let left = 0;
      columns.forEach((column, i) => {
        const count = across[i] ?? 1;
        const own = cellOf(row, column);
        for (const [index, node] of own.entries()) at.set(node.key, left + slotOf(index, own.length, count).column);
        left += count;
      });
    }
  };
  note();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const wish = new Map(
      graph.nodes.map(({ key }) => {
        const places = (neighbours.get(key) ?? []).flatMap((other) => at.get(other) ?? []);
        const mean = places.length > 0 ? places.reduce((sum, place) => sum + place, 0) / places.length : (at.get(key) ?? 0);
        return [key, mean];
      }),
    );
    for (const row of rows) {
      for (const column of columns) {
        cellOf(row, column).sort((a, b) => (wish.get(a.key) ?? 0) - (wish.get(b.key) ?? 0) || (a.key < b.key ? -1 : 1));
      }
    }
    note();
  }
}

/** Place in a cell by the order of its nodes: downwards, then to the right, so that neighbours in the order stay near each other. */
function slotOf(index: number, count: number, across: number): { column: number; line: number } {
  const lines = Math.ceil(count / across);
  return { column: Math.floor(index / lines), line: index % lines };
}

/** Outside systems are a group of their own in every dimension. */
function groupOf(node: GraphNode, dimension: Dimension): string {
  return node.outside ? 'outside' : valueIn(node, dimension);
}
