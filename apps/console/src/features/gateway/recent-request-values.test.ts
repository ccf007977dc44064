import { describe, expect, it } from 'vitest';
import { askedRequest, nothingAsked } from './asked-values.ts';
import { answerState, askedAgain, callerOf, type ListedRequest } from './recent-request-values.ts';
import { routesOf } from './traffic-values.ts';

const made = (part: Partial<ListedRequest>): ListedRequest => ({
  id: 'i',
  at: '2026-06-01T08:00:00Z',
  gateway: 't/edge',
  method: 'GET',
  host: 'shop.cn',
  path: '/a',
  status: 200,
  ms: 1,
  client: '192.0.2.*',
  ...part,
});
const asked = (part: Partial<ListedRequest>) =>
  askedRequest({ ...nothingAsked, ...askedAgain(made(part)) }, { tenant: 't', above: () => ['district'] });

describe('a request that was made, asked again', () => {
  it.each([
    ['the port of the listener counts, not that of the address', { host: 'shop.cn:443', port: 8443 }, { host: 'shop.cn', port: 8443 }],
    ['the usual port counts too', { port: 80 }, { port: 80 }],
    ['an address of IPv6', { host: '[2001:db8::1]:80', port: 8080 }, { host: '[2001:db8::1]', port: 8080 }],
    ['what is masked', { path: '/people/310***/*' }, { path: '/people/310***/*' }],
    ['its query and fields', { query: 'v=2', headers: { 'x-new': 'yes' } }, { path: '/a?v=2', headers: { 'x-new': 'yes' } }],
    ['its method, whatever it is', { method: 'PROPFIND' }, { method: 'PROPFIND' }],
    ['a program', { who: { consumer: 'other/app' } }, { who: { consumer: 'other/app' } }],
    [
      'a person, as recognised then',
      { who: { user: 'clerk', category: 'staff', departments: ['office', 'bureau'], positions: ['chief'] } },
      { who: { user: 'clerk', category: 'staff', departments: ['office', 'district', 'bureau'], positions: ['chief'] } },
    ],
  ] satisfies [string, Partial<ListedRequest>, object][])('%s', (_why, part, expected) =>
    expect(asked(part)).toMatchObject({ gateway: 't/edge', ...expected }),
  );

  it('says nothing of a caller that was not known', () => expect(asked({})).not.toHaveProperty('who'));
});

describe('a list of requests', () => {
  it.each([
    [200, 'ready'],
    [302, 'ready'],
    [404, 'degraded'],
    [500, 'failed'],
    [0, 'failed'],
  ] as const)('shows %d as %s', (status, state) => expect(answerState(status)).toBe(state));

  it('names routes once', () => {
    const rules = ['t/b/0', 't/a/1', 't/a/0', 't/a/0/grpc'].map((rule) => ({ rule }));
    expect(routesOf(rules)).toEqual(['t/a', 't/b']);
  });

  it('names the program, the person or the network', () => {
    const called = [{ consumer: 't/app' }, { user: 'clerk' }, undefined].map((who) => callerOf(made(who ? { who } : {})));
    expect(called).toEqual(['t/app', 'clerk', '192.0.2.*']);
  });
});
