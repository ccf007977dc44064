import type { DependencyGraph } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { flowScene } from './dependency-flow.ts';
import { type Dimension, filtered, type GraphFilter, graphOf, graphOfPath, neighbourhood, pathBetween } from './dependency-graph.ts';
import { layeredScene, nodeSize } from './dependency-layout.ts';
import type { Colours } from './dependency-paint.ts';
import { shortened } from './dependency-shapes.ts';
import { svgOf } from './dependency-svg.ts';

const node = (key: string, rest: object = {}) => ({
  key,
  displayName: key,
  departmentRef: 'a',
  level: 'district',
  namespace: 't',
  lifecycle: 'running',
  counted: true,
  ...rest,
});
const link = (from: string, to: string) => ({ from, to, names: [], protocols: [], data: [] });
const answer: DependencyGraph = {
  nodes: [node('a'), node('b'), node('c', { level: 'city' }), node('d', { departmentRef: 'z' }), node('e'), node('alone')],
  outside: [{ key: 'outside/x', displayName: '<x>' }],
  links: [link('a', 'b'), link('b', 'c'), link('d', 'c'), link('d', 'e'), link('e', 'outside/x')],
};
const graph = graphOf(answer);
const keys = (of: { nodes: readonly { key: string }[] }) => of.nodes.map(({ key }) => key).join(' ');

describe('filtered', () => {
  it.each<[GraphFilter, string, string]>([
    [{}, 'a alone b c d e outside/x', 'everything'],
    [{ level: 'district' }, 'a alone b d e', 'one level'],
    [{ level: 'district', linked: true }, 'a b d e', 'only what is linked within it'],
    [{ department: 'z' }, 'd', 'one department'],
    [{ linked: true }, 'a b c d e outside/x', 'nothing that stands alone'],
  ])('%j: %s', (filter, expected) => expect(keys(filtered(graph, filter))).toBe(expected));
});

describe('neighbourhood', () => {
  it.each([
    [1, 'b c d'],
    [2, 'a b c d e'],
    [9, 'a b c d e outside/x'],
  ])('of c in %d steps', (steps, expected) => expect(keys(neighbourhood(graph, 'c', steps))).toBe(expected));
});

describe('pathBetween', () => {
  it.each([
    ['a', 'c', { keys: ['a', 'b', 'c'], along: true }],
    ['a', 'e', { keys: ['a', 'b', 'c', 'd', 'e'], along: false }],
    ['a', 'alone', undefined],
    ['a', 'a', { keys: ['a'], along: true }],
  ])('from %s to %s', (from, to, expected) => expect(pathBetween(graph, from, to)).toEqual(expected));
  it('shows the links of the path alone', () =>
    expect(graphOfPath(graph, ['a', 'b', 'c']).links.map(({ from, to }) => from + to)).toEqual(['ab', 'bc']));
});

const order = () => (a: string, b: string) => (a < b ? -1 : 1);
const overlaps = (scene: { nodes: { x: number; y: number }[] }) =>
  scene.nodes.some((p, i) =>
    scene.nodes.slice(i + 1).some((q) => Math.abs(p.x - q.x) < nodeSize.width && Math.abs(p.y - q.y) < nodeSize.height),
  );

describe('layeredScene', () => {
  const many = graphOf({
    nodes: Array.from({ length: 300 }, (_, i) =>
      node(`n${String(i).padStart(3, '0')}`, { level: i % 3 ? 'district' : 'city', departmentRef: `d${i % 7}` }),
    ),
    outside: [],
    links: Array.from({ length: 400 }, (_, i) =>
      link(`n${String((i * 7) % 300).padStart(3, '0')}`, `n${String((i * 13) % 300).padStart(3, '0')}`),
    ),
  });

  it.each<[{ rows: Dimension; columns?: Dimension }, number, number]>([
    [{ rows: 'level' }, 2, 0],
    [{ rows: 'department', columns: 'level' }, 7, 2],
  ])('%j: everything in its row and column, nothing on top of another', (by, rows, columns) => {
    const scene = layeredScene(many, { ...by, order });
    expect([scene.rows.length, scene.columns.length, scene.nodes.length]).toEqual([rows, columns, 300]);
    expect(overlaps(scene)).toBe(false);
    for (const { node: of, x, y } of scene.nodes) {
      const row = scene.rows.find((band) => y >= band.y && y < band.y + band.height);
      expect(row?.value).toBe(by.rows === 'level' ? of.level : of.departmentRef);
      if (by.columns) expect(scene.columns.find((band) => x >= band.x && x < band.x + band.width)?.value).toBe(of.level);
    }
  });

  it('is the same for the same input, in whatever order it comes', () => {
    const turned = graphOf({ ...answer, nodes: answer.nodes.toReversed(), outside: answer.outside });
    const places = (of: typeof graph) => layeredScene(of, { rows: 'level', order }).nodes.map(({ node: { key }, x, y }) => [key, x, y]);
    expect(places(turned)).toEqual(places(graph));
  });
});

describe('flowScene', () => {
  it('stands who calls left of who is called', () => {
    const at = new Map(flowScene(graph).nodes.map(({ node: { key }, x }) => [key, x]));
    for (const { from, to } of answer.links) expect(at.get(from)).toBeLessThan(at.get(to) ?? 0);
  });
});

describe('svgOf', () => {
  it('is a picture with every name, safely written', () => {
    const colours = Object.fromEntries(
      ['surface', 'ground', 'line', 'control', 'text', 'muted', 'primary', 'soft'].map((name) => [name, '#000']),
    ) as unknown as Colours;
    const svg = svgOf(layeredScene(graph, { rows: 'level', order }), (value) => value, colours);
    expect(svg.match(/<rect /g)).toHaveLength(1 + graph.nodes.length);
    expect(svg).toContain('&lt;x&gt;');
    expect(svg).not.toContain('<x>');
  });
});

it.each([
  ['abc', 100, 'abc'],
  ['abcdefgh', 30, 'abc…'],
])('shortened(%s, %d)', (text, width, expected) => expect(shortened(text, width)).toBe(expected));
