import type { Gateway, HTTPRoute, ObjectOf, Upstream } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { gatewayErrors } from './gateway.admission.ts';
import { routeErrors } from './http-route.admission.ts';
import { isPublishedHost } from './published-host.ts';
import { upstreamErrors } from './upstream.admission.ts';

const fields = (errors: { field: string; reason: string }[]) => errors.map((e) => `${e.field} ${e.reason.replace('FieldValue', '')}`);

type Rule = NonNullable<ObjectOf<typeof HTTPRoute>['spec']['rules']>[number];
const workload = [{ group: 'apps.dizuo', kind: 'Workload', name: 'w' }];
const routeOf = (rule: Rule): ObjectOf<typeof HTTPRoute> => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { namespace: 'one', name: 'r' },
  spec: { rules: [rule] },
});

describe('routeErrors', () => {
  it.each<[string, Rule, string[]]>([
    ['a plain rule', { backendRefs: workload }, []],
    ['a Service', { backendRefs: [{ name: 'w' }] }, []],
    ['retries', { retry: { attempts: 3, codes: [503], backoff: '10ms' } }, []],
    [
      'a permanent cookie without end',
      { sessionPersistence: { cookieConfig: { lifetimeType: 'Permanent' } } },
      ['spec.rules[0].sessionPersistence.absoluteTimeout Required'],
    ],
    ['a mirror', { filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'w' }, percent: 5 } }] }, []],
    [
      'a mirror by percent and fraction',
      { filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'w' }, percent: 5, fraction: { numerator: 1 } } }] },
      ['spec.rules[0].filters[0].requestMirror.fraction Invalid'],
    ],
    [
      'more than the whole',
      { filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'w' }, fraction: { numerator: 3, denominator: 2 } } }] },
      ['spec.rules[0].filters[0].requestMirror.fraction.numerator Invalid'],
    ],
    [
      'every origin and one beside',
      { filters: [{ type: 'CORS', cors: { allowOrigins: ['*', 'https://a.cn'] } }] },
      ['spec.rules[0].filters[0].cors.allowOrigins Invalid'],
    ],
    [
      'a copy of what one backend gets',
      { backendRefs: [{ name: 'w', filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'w' } } }] }] },
      ['spec.rules[0].backendRefs[0].filters[0].type NotSupported'],
    ],
    [
      'a backend that is rewritten and redirected to',
      {
        backendRefs: [
          {
            name: 'w',
            filters: [
              { type: 'URLRewrite', urlRewrite: {} },
              { type: 'RequestRedirect', requestRedirect: { port: 81 } },
            ],
          },
        ],
      },
      ['spec.rules[0].backendRefs[0].filters Invalid'],
    ],
    ['a regular expression', { matches: [{ path: { type: 'RegularExpression', value: '/v\\d+/.*' } }] }, []],
    [
      'a regular expression that is none',
      { matches: [{ path: { type: 'RegularExpression', value: '/(' } }] },
      ['spec.rules[0].matches[0].path.value Invalid'],
    ],
    [
      'one that only backtracking could match',
      { matches: [{ headers: [{ type: 'RegularExpression', name: 'a', value: '(a)\\1' }] }] },
      ['spec.rules[0].matches[0].headers[0].value Invalid'],
    ],
    [
      'one that would take too long',
      { matches: [{ queryParams: [{ type: 'RegularExpression', name: 'a', value: '([a-z]{1,50}x){1,15}' }] }] },
      ['spec.rules[0].matches[0].queryParams[0].value Invalid'],
    ],
    ['a path without slash', { matches: [{ path: { value: 'x' } }] }, ['spec.rules[0].matches[0].path.value Invalid']],
    ['dots in a path', { matches: [{ path: { value: '/a/../b' } }] }, ['spec.rules[0].matches[0].path.value Invalid']],
    ['a filter without its part', { filters: [{ type: 'URLRewrite' }] }, ['spec.rules[0].filters[0].urlRewrite Required']],
    [
      'a part of another type',
      { filters: [{ type: 'URLRewrite', urlRewrite: {}, requestRedirect: {} }] },
      ['spec.rules[0].filters[0].requestRedirect Invalid'],
    ],
    [
      'the same filter twice',
      {
        filters: [
          { type: 'URLRewrite', urlRewrite: {} },
          { type: 'URLRewrite', urlRewrite: {} },
        ],
      },
      ['spec.rules[0].filters[1].type Duplicate'],
    ],
    [
      'a redirect with backends',
      { filters: [{ type: 'RequestRedirect', requestRedirect: {} }], backendRefs: workload },
      ['spec.rules[0].backendRefs Invalid'],
    ],
    [
      'an identity by header filter',
      { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'X-Dizuo-Identity', value: 'x' }] } }] },
      ['spec.rules[0].filters[0].requestHeaderModifier Forbidden'],
    ],
    [
      'a second line in a header value',
      { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { add: [{ name: 'X', value: 'a\r\nY: b' }] } }] },
      ['spec.rules[0].filters[0].requestHeaderModifier Invalid'],
    ],
    [
      'a second line in a path',
      { filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/a HTTP/1.1\r\nX: y' } } }] },
      ['spec.rules[0].filters[0].urlRewrite.path.replaceFullPath Invalid'],
    ],
    [
      'backend time beyond the whole',
      { timeouts: { request: '1s', backendRequest: '2s' } },
      ['spec.rules[0].timeouts.backendRequest Invalid'],
    ],
  ])('%s', (_why, rule, expected) => expect(fields(routeErrors(routeOf(rule)))).toEqual(expected));
});

describe('upstreamErrors', () => {
  const errors = (host: string, rules = { allowed: [] as string[], own: ['10.9.9.9', 'dizuo.example'] }) => {
    const object: ObjectOf<typeof Upstream> = {
      apiVersion: 'gateway.dizuo/v1alpha1',
      kind: 'Upstream',
      metadata: { namespace: 'one', name: 'u' },
      spec: { addresses: [{ host, port: 80 }] },
    };
    return upstreamErrors(object, rules).length;
  };
  it.each([
    ['10.1.2.3', 0, 'the government’s own network is what it is for'],
    ['old.example', 0, 'a name'],
    ['2001:db8::1', 0, 'IPv6'],
    ['127.0.0.1', 1, 'loopback'],
    ['127.1.2.3', 1, 'loopback is a whole network'],
    ['0.0.0.0', 1, 'this host'],
    ['::1', 1, 'loopback'],
    ['::ffff:127.0.0.1', 1, 'loopback in IPv6 dress'],
    ['::ffff:7f00:1', 1, 'the same in hexadecimal'],
    ['fe80::1', 1, 'link-local'],
    ['169.254.169.254', 1, 'metadata'],
    ['100.100.100.200', 1, 'metadata'],
    ['2130706433', 1, 'loopback as one number'],
    ['0x7f.1', 1, 'loopback in odd numbers'],
    ['127.1', 1, 'loopback in short'],
    ['localhost', 1, 'a name for loopback'],
    ['LOCALHOST.', 1, 'the same, written otherwise'],
    ['metadata.google.internal', 1, 'metadata by name'],
    ['10.9.9.9', 1, 'the platform itself'],
    ['dizuo.example', 1, 'the platform by name'],
    ['a:b', 1, 'a port in the host'],
  ])('%s: %i (%s)', (host, expected) => expect(errors(host)).toBe(expected));

  it('lets pass what the operator allows, by host or by host and port', () => {
    expect(errors('127.0.0.1', { allowed: ['127.0.0.1'], own: [] })).toBe(0);
    expect(errors('127.0.0.1', { allowed: ['127.0.0.1:80'], own: [] })).toBe(0);
    expect(errors('127.0.0.1', { allowed: ['127.0.0.1:81'], own: [] })).toBe(1);
  });
});

describe('gatewayErrors', () => {
  type Listener = ObjectOf<typeof Gateway>['spec']['listeners'][number];
  const errors = (...listeners: Partial<Listener>[]) =>
    fields(
      gatewayErrors({
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name: 'g', namespace: 'one' },
        spec: { gatewayClassName: 'dizuo', listeners: listeners.map((l, i) => ({ name: `l${i}`, port: 80, protocol: 'HTTP', ...l })) },
      }),
    );
  it.each<[string, Partial<Listener>[], string[]]>([
    ['plain', [{}], []],
    ['two of the same', [{}, {}], ['spec.listeners[1] Invalid']],
    ['two host names', [{ hostname: 'a.cn' }, { hostname: 'b.cn' }], []],
    ['TLS on HTTP', [{ tls: {} }], ['spec.listeners[0].tls Invalid']],
    ['passthrough', [{ protocol: 'HTTPS', tls: { mode: 'Passthrough' } }], ['spec.listeners[0].tls.mode Invalid']],
    ['certificates by reference', [{ protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'x' }] } }], []],
    [
      'a selector that is missing',
      [{ allowedRoutes: { namespaces: { from: 'Selector' } } }],
      ['spec.listeners[0].allowedRoutes.namespaces.selector Required'],
    ],
  ])('%s', (_why, listeners, expected) => expect(errors(...listeners)).toEqual(expected));
});

describe('isPublishedHost', () => {
  const matches = ['a.cn', '*.b.cn', ''].map((host) => ({
    host,
    path: { type: 'PathPrefix' as const, value: '/' },
    headers: [],
    query: [],
    rule: 0,
  }));
  it.each([
    ['a.cn', true, 'named by a route'],
    ['x.b.cn', true, 'within a wildcard'],
    ['b.cn', false, 'a wildcard has a label'],
    ['evil.example', false, 'a route without host names publishes no foreign host'],
    ['gw.example', true, 'the gateway’s own'],
  ])('%s: %s (%s)', (host, expected) => expect(isPublishedHost(host, matches, 'https://gw.example')).toBe(expected));
  it('takes loopback names as one where the gateway is on loopback', () => {
    expect(isPublishedHost('localhost', matches, 'http://127.0.0.1:8421')).toBe(true);
    expect(isPublishedHost('localhost', matches, 'https://gw.example')).toBe(false);
  });
});
