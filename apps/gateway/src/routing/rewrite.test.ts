import type { DataPlaneMatch } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { changePath, redirectLocation } from './rewrite.ts';

const at = (value: string): DataPlaneMatch => ({ host: '', path: { type: 'PathPrefix', value }, headers: [], query: [], rule: 0 });

describe('changePath: the table of HTTPPathModifier in the Gateway API', () => {
  it.each([
    ['/foo/bar', '/foo', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo', '/xyz/', '/xyz/bar'],
    ['/foo', '/foo', '/xyz', '/xyz'],
    ['/foo/', '/foo', '/xyz', '/xyz/'],
    ['/foo/bar', '/foo', '', '/bar'],
    ['/foo/', '/foo', '', '/'],
    ['/foo', '/foo', '', '/'],
    ['/foo', '/foo', '/', '/'],
    ['/bar', '/', '/x', '/x/bar'],
  ])('%s with prefix %s by %s is %s', (path, prefix, value, expected) =>
    expect(changePath(path, at(prefix), { type: 'prefix', value })).toBe(expected),
  );
});

describe('redirectLocation', () => {
  const from = { scheme: 'http', host: 'a.cn', port: 8421, path: '/x', query: 'q=1' };
  it.each([
    ['keeps the port of the listener', { statusCode: 302 }, 'http://a.cn:8421/x?q=1'],
    ['a scheme brings its own port', { scheme: 'https', statusCode: 301 }, 'https://a.cn/x?q=1'],
    ['a usual port is not written', { port: 80, statusCode: 302 }, 'http://a.cn/x?q=1'],
    ['host and path', { hostname: 'b.cn', path: { type: 'full' as const, value: '/y' }, statusCode: 302 }, 'http://b.cn:8421/y?q=1'],
  ])('%s', (_why, redirect, expected) => expect(redirectLocation(redirect, from, at('/'))).toBe(expected));
  it('keeps the port that the client named where the listener has no fixed one', () =>
    expect(redirectLocation({ statusCode: 302 }, { ...from, host: 'a.cn:99', port: undefined }, at('/'))).toBe('http://a.cn:99/x?q=1'));
});
