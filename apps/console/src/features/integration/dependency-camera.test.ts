import { describe, expect, it } from 'vitest';
import { fitted, nextIn, nodeAt, showing, zoomed } from './dependency-camera.ts';
import type { GraphNode } from './dependency-graph.ts';
import type { Scene } from './dependency-layout.ts';

const place = (key: string, x: number, y: number) => ({ node: { key } as GraphNode, x, y });
const scene: Scene = {
  nodes: [place('a', 0, 0), place('b', 200, 0), place('c', 0, 100), place('d', 200, 110)],
  rows: [],
  columns: [],
  links: [],
  width: 400,
  height: 200,
};

describe('camera', () => {
  it('shows all of a large scene and does not blow up a small one', () => {
    expect(fitted({ width: 4000, height: 1000 }, 1048, 648).scale).toBeCloseTo(0.25, 5);
    expect(fitted({ width: 10, height: 10 }, 1000, 600).scale).toBe(1.2);
  });
  it('keeps the point under the pointer', () => {
    const view = zoomed({ x: 10, y: 20, scale: 1 }, 2, { x: 110, y: 120 });
    expect([(110 - view.x) / view.scale, (120 - view.y) / view.scale]).toEqual([100, 100]);
  });
  it('finds what is under the pointer', () => {
    expect(nodeAt(scene, { x: 50, y: 50, scale: 2 }, { x: 50 + 210 * 2, y: 50 + 10 * 2 })?.node.key).toBe('b');
    expect(nodeAt(scene, { x: 0, y: 0, scale: 1 }, { x: 170, y: 10 })).toBeUndefined();
  });
  it('moves no more than needed', () => {
    const view = { x: 0, y: 0, scale: 1 };
    expect(showing(view, place('x', 100, 100), 400, 300)).toEqual(view);
    expect(showing(view, place('x', 500, 100), 400, 300).x).toBe(400 - 24 - 500 - 148);
  });
  it.each([
    ['a', 'ArrowRight', 'b'],
    ['a', 'ArrowDown', 'c'],
    ['d', 'ArrowUp', 'b'],
    ['a', 'ArrowUp', 'a'],
    [undefined, 'ArrowUp', 'a'],
  ] as const)('from %s by %s to %s', (from, direction, to) => expect(nextIn(scene, from, direction)?.node.key).toBe(to));
});
