import type { DataPlaneMatch, DataPlaneRule } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { RequestHead } from '../http/request-head.ts';
import { RouteTable } from './route-table.ts';

const rule = (id: string): DataPlaneRule => ({ id, backends: [] });
const match = (rule: number, part: Partial<DataPlaneMatch>): DataPlaneMatch => ({
  host: '',
  path: { type: 'PathPrefix', value: '/' },
  headers: [],
  query: [],
  rule,
  ...part,
});
const prefix = (value: string) => ({ type: 'PathPrefix' as const, value });

const table = new RouteTable({
  backends: [],
  rules: ['exact', 'prefix', 'header', 'query', 'method', 'wild', 'deep', 'any', 'chinese'].map(rule),
  matches: [
    match(0, { host: 'a.cn', path: { type: 'Exact', value: '/x' } }),
    match(8, { host: 'a.cn', path: prefix('/许可') }),
    match(2, { host: 'a.cn', path: prefix('/h'), headers: [{ name: 'x-version', value: '2' }] }),
    match(3, { host: 'a.cn', path: prefix('/q'), query: [{ name: 'v', value: '2' }] }),
    match(4, { host: 'a.cn', path: prefix('/m'), method: 'POST' }),
    match(1, { host: 'a.cn', path: prefix('/x') }),
    match(5, { host: '*.cn' }),
    match(6, { host: '*.b.cn' }),
    match(7, {}),
  ],
});

function found(host: string, target: string, more: { method?: string; fields?: string } = {}): string | undefined {
  const head = new RequestHead();
  const bytes = Buffer.from(`${more.method ?? 'GET'} ${target} HTTP/1.1\r\nHost: ${host}\r\n${more.fields ?? ''}\r\n`);
  head.read(bytes, 0, bytes.length);
  return table.find({ head, path: head.path })?.rule.id;
}

describe('RouteTable', () => {
  it.each([
    ['exact path before prefix', found('a.cn', '/x'), 'exact'],
    ['prefix below', found('a.cn', '/x/y'), 'prefix'],
    ['a prefix is whole segments', found('a.cn', '/xy'), 'wild'],
    ['header', found('a.cn', '/h', { fields: 'X-Version: 2\r\n' }), 'header'],
    ['another value', found('a.cn', '/h', { fields: 'X-Version: 3\r\n' }), 'wild'],
    ['query', found('a.cn', '/q?a=1&v=2'), 'query'],
    ['the first of repeated parameters counts', found('a.cn', '/q?v=1&v=2'), 'wild'],
    ['method', found('a.cn', '/m', { method: 'POST' }), 'method'],
    ['longest wildcard', found('x.y.b.cn', '/'), 'deep'],
    ['a wildcard needs a label', found('cn', '/'), 'any'],
    ['any host', found('10.0.0.1', '/'), 'any'],
    ['a path written plainly', found('a.cn', '/%E8%AE%B8%E5%8F%AF/1'), 'chinese'],
  ])('%s', (_why, actual, expected) => expect(actual).toBe(expected));

  it('refuses a match that names no rule', () => {
    expect(() => new RouteTable({ backends: [], rules: [], matches: [match(0, {})] })).toThrow(/rule 0/);
  });
});
