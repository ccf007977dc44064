import { nodeSize, type PlacedNode, type Scene } from './dependency-layout.ts';

/** What is drawn alike on the canvas and in the exported picture. */
export interface LinkShape {
  from: string;
  to: string;
  start: readonly [number, number];
  control: readonly [number, number];
  end: readonly [number, number];
  /** Corners of the arrow's head; the first is its point. */
  head: readonly (readonly [number, number])[];
}

const headSize = 7;
/** How far a line bends aside, as a share of its length: two systems that call each other show two lines. */
const bend = 0.12;

export function linkShapes({ nodes, links }: Scene): LinkShape[] {
  const byKey = new Map(nodes.map((placed) => [placed.node.key, placed]));
  return links.flatMap(({ from, to }) => {
    const [a, b] = [byKey.get(from), byKey.get(to)];
    return a && b ? [shapeOf(from, to, a, b)] : [];
  });
}

function shapeOf(from: string, to: string, a: PlacedNode, b: PlacedNode): LinkShape {
  const [ax, ay] = centerOf(a);
  const [bx, by] = centerOf(b);
  const control = [(ax + bx) / 2 - (by - ay) * bend, (ay + by) / 2 + (bx - ax) * bend] as const;
  const start = onBorder(a, control);
  const end = onBorder(b, control);
  const angle = Math.atan2(end[1] - control[1], end[0] - control[0]);
  const corner = (turn: number) => [end[0] - headSize * Math.cos(angle + turn), end[1] - headSize * Math.sin(angle + turn)] as const;
  return { from, to, start, control, end, head: [end, corner(0.45), corner(-0.45)] };
}

function centerOf({ x, y }: PlacedNode): readonly [number, number] {
  return [x + nodeSize.width / 2, y + nodeSize.height / 2];
}

/** Where the line from the middle of a node towards a point leaves it. */
function onBorder(placed: PlacedNode, [px, py]: readonly [number, number]): readonly [number, number] {
  const [cx, cy] = centerOf(placed);
  const [dx, dy] = [px - cx, py - cy];
  if (dx === 0 && dy === 0) return [cx, cy];
  const scale = Math.min(nodeSize.width / 2 / Math.abs(dx || 1e-9), nodeSize.height / 2 / Math.abs(dy || 1e-9));
  return scale >= 1 ? [px, py] : [cx + dx * scale, cy + dy * scale];
}

/** A name that fits into so many units of a 12-unit script: wide signs count twice. */
export function shortened(text: string, width: number): string {
  let used = 0;
  let kept = '';
  for (const sign of text) {
    used += /[\u2e80-\uffff]/.test(sign) ? 12 : 6.8;
    if (used > width) return `${kept.slice(0, -1)}…`;
    kept += sign;
  }
  return kept;
}
