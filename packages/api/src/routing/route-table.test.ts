import { describe, expect, it } from 'vitest';
import type { DataPlaneListener, DataPlaneMatch, DataPlaneRule } from '../gateway/data-plane-configuration.ts';
import type { Routable } from './compiled-match.ts';
import { explainRequest } from './explain.ts';
import { RouteTable } from './route-table.ts';

const match = (rule: number, part: Partial<DataPlaneMatch>): DataPlaneMatch => ({
  host: '',
  path: { type: 'PathPrefix', value: '/' },
  headers: [],
  query: [],
  rule,
  ...part,
});
const prefix = (value: string) => ({ type: 'PathPrefix' as const, value });
const pattern = (value: string) => ({ type: 'RegularExpression' as const, value });

const names = [
  'exact',
  'prefix',
  'header',
  'query',
  'method',
  'wild',
  'deep',
  'any',
  'chinese',
  'pattern',
  'header pattern',
  'query pattern',
];
const rules = names.map((id): DataPlaneRule => ({ id, backends: [] }));
const listeners: DataPlaneListener[] = [];
const matches = [
  match(0, { host: 'a.cn', path: { type: 'Exact', value: '/x' } }),
  match(9, { host: 'a.cn', path: pattern('/x/\\d+') }),
  match(8, { host: 'a.cn', path: prefix('/许可') }),
  match(10, { host: 'a.cn', path: prefix('/h'), headers: [{ name: 'x-version', value: '3\\.\\d', regex: true }] }),
  match(2, { host: 'a.cn', path: prefix('/h'), headers: [{ name: 'x-version', value: '2' }] }),
  match(3, { host: 'a.cn', path: prefix('/q'), query: [{ name: 'v', value: '2' }] }),
  match(11, { host: 'a.cn', path: prefix('/q'), query: [{ name: 'v', value: '[5-9]', regex: true }] }),
  match(4, { host: 'a.cn', path: prefix('/m'), method: 'POST' }),
  match(1, { host: 'a.cn', path: prefix('/x') }),
  match(5, { host: '*.cn' }),
  match(6, { host: '*.b.cn' }),
  match(7, {}),
];
const table = new RouteTable({ listeners, matches }, rules);

interface More {
  method?: string;
  headers?: Record<string, string[]>;
  port?: number;
}
function routable(hostname: string, target: string, { method = 'GET', headers = {}, port }: More = {}): Routable {
  const [path = '', query = ''] = target.split('?');
  return { path, port, head: { hostname, method, query, values: (name) => headers[name] ?? [] } };
}
const found = (hostname: string, target: string, more?: More) => table.find(routable(hostname, target, more))?.rule.id;

describe('RouteTable', () => {
  it.each<[string, Parameters<typeof found>, string]>([
    ['exact path before prefix', ['a.cn', '/x'], 'exact'],
    ['prefix below', ['a.cn', '/x/y'], 'prefix'],
    ['a pattern before a prefix', ['a.cn', '/x/12'], 'pattern'],
    ['a pattern wants the whole path', ['a.cn', '/x/12/3'], 'prefix'],
    ['a prefix is whole segments', ['a.cn', '/xy'], 'wild'],
    ['header', ['a.cn', '/h', { headers: { 'x-version': ['2'] } }], 'header'],
    ['header by pattern', ['a.cn', '/h', { headers: { 'x-version': ['3.1'] } }], 'header pattern'],
    ['another value', ['a.cn', '/h', { headers: { 'x-version': ['3'] } }], 'wild'],
    ['a header that is said twice is one with a comma', ['a.cn', '/h', { headers: { 'x-version': ['2', '2'] } }], 'wild'],
    ['query', ['a.cn', '/q?a=1&v=2'], 'query'],
    ['query by pattern', ['a.cn', '/q?v=7'], 'query pattern'],
    ['the first of repeated parameters counts', ['a.cn', '/q?v=1&v=2'], 'wild'],
    ['method', ['a.cn', '/m', { method: 'POST' }], 'method'],
    ['longest wildcard', ['x.y.b.cn', '/'], 'deep'],
    ['a wildcard needs a label', ['cn', '/'], 'any'],
    ['any host', ['10.0.0.1', '/'], 'any'],
    ['a path written plainly', ['a.cn', '/%E8%AE%B8%E5%8F%AF/1'], 'chinese'],
  ])('%s', (_why, request, expected) => expect(found(...request)).toBe(expected));

  it('refuses a match that names no rule', () => {
    expect(() => new RouteTable({ listeners, matches: [match(0, {})] }, [])).toThrow(/rule 0/);
  });

  it('refuses a pattern that it cannot use', () => {
    expect(() => new RouteTable({ listeners, matches: [match(0, { path: pattern('(?=a)') })] }, rules)).toThrow(/RE2/);
  });

  it('takes no longer for a pattern made to be slow', () => {
    const slow = new RouteTable({ listeners, matches: [match(0, { path: pattern('/(a+)+b') })] }, rules);
    expect(slow.find(routable('x', `/${'a'.repeat(4000)}`))).toBeUndefined();
  });
});

describe('listeners', () => {
  const two: DataPlaneListener[] = [
    { name: 'all', port: 80, protocol: 'HTTP' },
    { name: 'own', port: 80, protocol: 'HTTP', hostname: '*.own.cn' },
    { name: 'other', port: 81, protocol: 'HTTP' },
  ];
  const configuration = {
    listeners: two,
    rules,
    matches: [match(0, { listeners: [0] }), match(1, { host: '*.own.cn', listeners: [1] }), match(2, { listeners: [2] })],
  };
  const over = new RouteTable(configuration, rules);
  it.each([
    ['the one for every host', 'a.cn', 80, 'exact'],
    ['the one with the host name', 'a.own.cn', 80, 'prefix'],
    ['another port', 'a.own.cn', 81, 'header'],
    ['a port without listeners', 'a.cn', 82, undefined],
  ])('%s', (_why, host, port, expected) => expect(over.find(routable(host, '/', { port }))?.rule.id).toBe(expected));

  it('what is attached to the other listener alone does not serve', () => {
    const onlyAll = new RouteTable({ ...configuration, matches: [match(0, { listeners: [0] })] }, rules);
    expect(onlyAll.find(routable('a.own.cn', '/', { port: 80 }))).toBeUndefined();
  });

  it('is told in an explanation', () => {
    const told = explainRequest(configuration as never, routable('a.own.cn', '/', { port: 80 }));
    expect(told.listener?.name).toBe('own');
    expect(told.serves?.rule.id).toBe('prefix');
    expect(told.others.map((o) => `${o.rule}: ${o.misfit}`)).toEqual(['exact: listener', 'header: listener']);
  });
});

describe('explainRequest', () => {
  const explain = (...request: Parameters<typeof routable>) => explainRequest({ listeners, rules, matches } as never, routable(...request));
  it('says of every other match of the host why it does not serve', () => {
    const told = explain('a.cn', '/h/1?v=2', { headers: { 'x-version': ['2'] } });
    expect(told.serves?.rule.id).toBe('header');
    expect(told.others.map((o) => `${o.rule}: ${o.misfit}`)).toEqual([
      'exact: path',
      'pattern: path',
      'chinese: path',
      'header pattern: header x-version',
      'query: path',
      'query pattern: path',
      'method: path',
      'prefix: path',
      'wild: host',
      'any: host',
    ]);
  });
  it('says what was lower', () => {
    expect(explain('a.cn', '/x').others.find((o) => o.rule === 'prefix')?.misfit).toBe('precedence');
    expect(explain('nowhere', '/').serves?.rule.id).toBe('any');
  });
});
