import { nodeSize, type PlacedNode, type Scene } from './dependency-layout.ts';
import type { View } from './dependency-paint.ts';

const scales = { least: 0.05, most: 3 };
const margin = 24;

/** The whole scene in the window; small scenes are not blown up. */
export function fitted(scene: Pick<Scene, 'width' | 'height'>, width: number, height: number): View {
  const room = { width: Math.max(1, width - 2 * margin), height: Math.max(1, height - 2 * margin) };
  const scale = Math.min(1.2, room.width / Math.max(1, scene.width), room.height / Math.max(1, scene.height));
  return { scale, x: (width - scene.width * scale) / 2, y: (height - scene.height * scale) / 2 };
}

/** Larger or smaller by a factor; the given point of the window stays where it is. */
export function zoomed({ x, y, scale }: View, factor: number, at: { x: number; y: number }): View {
  const next = Math.min(scales.most, Math.max(scales.least, scale * factor));
  const by = next / scale;
  return { scale: next, x: at.x - (at.x - x) * by, y: at.y - (at.y - y) * by };
}

/** Moved as little as needed for the node to be seen. */
export function showing(view: View, { x, y }: PlacedNode, width: number, height: number): View {
  const shift = (from: number, size: number, room: number) => {
    if (from < margin) return margin - from;
    return from + size > room - margin ? room - margin - from - size : 0;
  };
  return {
    ...view,
    x: view.x + shift(x * view.scale + view.x, nodeSize.width * view.scale, width),
    y: view.y + shift(y * view.scale + view.y, nodeSize.height * view.scale, height),
  };
}

export function nodeAt(scene: Scene, view: View, at: { x: number; y: number }): PlacedNode | undefined {
  const [x, y] = [(at.x - view.x) / view.scale, (at.y - view.y) / view.scale];
  return scene.nodes.find((node) => x >= node.x && x <= node.x + nodeSize.width && y >= node.y && y <= node.y + nodeSize.height);
}

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** The nearest node in a direction; what lies straight ahead counts as nearer than what lies aside. */
export function nextIn(scene: Scene, from: string | undefined, direction: Direction): PlacedNode | undefined {
  const start = scene.nodes.find(({ node }) => node.key === from);
  if (!start) return scene.nodes[0];
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[direction] as [number, number];
  const far = (node: PlacedNode) => {
    const [x, y] = [node.x - start.x, node.y - start.y];
    const ahead = x * dx + y * dy;
    return ahead <= 0 ? Number.POSITIVE_INFINITY : ahead + 2.5 * Math.abs(x * dy - y * dx);
  };
  const best = scene.nodes.reduce<PlacedNode | undefined>(
    (found, node) => (far(node) < (found ? far(found) : Number.POSITIVE_INFINITY) ? node : found),
    undefined,
  );
  return best ?? start;
}
