import {
  type AuthPolicy,
  type Gateway,
  gatewayCompilerVersion,
  type HTTPRoute,
  type ObjectOf,
  type ReferenceGrant,
  systemNamespace,
} from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import type { CompileInput } from './compile-input.ts';
import { compileGateway } from './gateway.compile.ts';
import { noPolicies } from './policies.compile.ts';

type Route = ObjectOf<typeof HTTPRoute>;
type Listener = ObjectOf<typeof Gateway>['spec']['listeners'][number];

const gateway = (listeners: Partial<Listener>[] = [{}]): ObjectOf<typeof Gateway> => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { namespace: systemNamespace, name: 'default', generation: 1, resourceVersion: '5' },
  spec: {
    gatewayClassName: 'dizuo',
    listeners: listeners.map((l, i) => ({
      name: `l${i}`,
      port: 8421,
      protocol: 'HTTP',
      allowedRoutes: { namespaces: { from: 'All' } },
      ...l,
    })),
  },
});

let born = 0;
const route = (name: string, spec: Partial<Route['spec']>, namespace = 'one'): Route => {
  born += 1;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: {
      namespace,
      name,
      resourceVersion: String(10 + born),
      creationTimestamp: `2026-01-01T00:00:${String(born % 60).padStart(2, '0')}Z`,
    },
    spec: { parentRefs: [{ namespace: systemNamespace, name: 'default' }], ...spec },
  };
};
const rule = (path: string, type: 'Exact' | 'PathPrefix' = 'PathPrefix', more: object = {}) => ({
  matches: [{ path: { type, value: path }, ...more }],
  backendRefs: [{ group: 'apps.dizuo', kind: 'Workload', name: 'w' }],
});

const input = (part: Partial<CompileInput>): CompileInput => ({
  resourceVersion: '42',
  gateway: gateway(),
  gateways: [gateway()],
  routes: [],
  grants: [],
  upstreams: [],
  policies: noPolicies,
  consumers: [],
  secrets: new Map(),
  workloads: new Set(['one/w', 'two/w']),
  namespaceLabels: new Map([['one', { open: 'yes' }]]),
  offer: { port: 8421, protocol: 'HTTP' },
  issuer: 'https://p.example',
  allowedAddresses: [],
  visitorKeys: [],
  identityKey: { keyId: 'k', algorithm: 'ES256', privateKey: {} },
  ...part,
});

/** `Accepted` and `ResolvedRefs` reasons of the only parent of a route; empty where both are good. */
function reasons(part: Partial<CompileInput>, name: string): string {
  const [outcome] = compileGateway(input(part)).routes.get(`HTTPRoute/${name}`) ?? [];
  return [outcome?.accepted?.reason, outcome?.resolved?.reason].filter(Boolean).join(' ');
}

describe('compileGateway', () => {
  it('gives the same bytes in whatever order objects come', () => {
    const routes = [
      route('a', { rules: [rule('/a')] }),
      route('b', { rules: [rule('/b')] }),
      route('c', { hostnames: ['c.cn'], rules: [rule('/c')] }),
    ];
    const one = JSON.stringify(compileGateway(input({ routes })).configuration);
    const other = JSON.stringify(compileGateway(input({ routes: [...routes].reverse() })).configuration);
    expect(other).toBe(one);
    expect(compileGateway(input({ routes })).configuration.version).toBe(`42-${gatewayCompilerVersion}`);
  });

  it('has a digest that leaves out the version only', () => {
    const routes = [route('a', { rules: [rule('/a')] })];
    const digest = (part: Partial<CompileInput>) => compileGateway(input(part)).configuration.digest;
    expect(digest({ routes, resourceVersion: '43' })).toBe(digest({ routes }));
    expect(digest({ routes: [] })).not.toBe(digest({ routes }));
  });

  it('orders matches as the specification ranks them', () => {
    const routes = [
      route('a', {
        rules: [
          rule('/'),
          rule('/x'),
          rule('/x/long'),
          rule('/x', 'PathPrefix', { method: 'GET' }),
          rule('/x', 'PathPrefix', { headers: [{ name: 'A', value: '1' }] }),
          rule('/x', 'PathPrefix', { queryParams: [{ name: 'a', value: '1' }] }),
          rule('/x', 'Exact'),
        ],
      }),
      route('younger', { rules: [rule('/x')] }),
    ];
    const { matches, rules } = compileGateway(input({ routes })).configuration;
    expect(matches.map((m) => rules[m.rule]?.id)).toEqual([
      'one/a/6',
      'one/a/2',
      'one/a/3',
      'one/a/4',
      'one/a/5',
      'one/a/1',
      'one/younger/0',
      'one/a/0',
    ]);
  });

  it.each([
    ['a good one', [{}], {}, ''],
    ['another Gateway is not ours to judge', [{}], { parentRefs: [{ name: 'default' }] }, ''],
    ['no such listener', [{}], { parentRefs: [{ namespace: systemNamespace, name: 'default', sectionName: 'x' }] }, 'NoMatchingParent'],
    ['another namespace', [{ allowedRoutes: { namespaces: { from: 'Same' as const } } }], {}, 'NotAllowedByListeners'],
    [
      'selected by label',
      [{ allowedRoutes: { namespaces: { from: 'Selector' as const, selector: { matchLabels: { open: 'yes' } } } } }],
      {},
      '',
    ],
    [
      'not selected',
      [{ allowedRoutes: { namespaces: { from: 'Selector' as const, selector: { matchLabels: { open: 'no' } } } } }],
      {},
      'NotAllowedByListeners',
    ],
    [
      'another kind',
      [{ allowedRoutes: { namespaces: { from: 'All' as const }, kinds: [{ kind: 'GRPCRoute' }] } }],
      {},
      'NotAllowedByListeners',
    ],
    ['host within the listener', [{ hostname: '*.cn' }], { hostnames: ['a.cn'] }, ''],
    ['host outside', [{ hostname: '*.cn' }], { hostnames: ['a.example'] }, 'NoMatchingListenerHostname'],
    ['a listener that does not work: the route belongs to it all the same', [{ port: 80 }], {}, ''],
  ])('accepts or not: %s', (_why, listeners, spec, expected) => {
    const routes = [route('r', { rules: [rule('/')], ...spec })];
    expect(reasons({ gateway: gateway(listeners), routes }, 'one/r')).toBe(expected);
  });

  it.each([
    ['a Workload', { group: 'apps.dizuo', kind: 'Workload', name: 'w' }, ''],
    ['a Service of that name', { name: 'w' }, ''],
    ['another kind', { group: 'x.cn', kind: 'Bucket', name: 'w' }, 'InvalidKind'],
    ['nothing there', { group: 'apps.dizuo', kind: 'Workload', name: 'x' }, 'BackendNotFound'],
    ['another namespace without leave', { group: 'apps.dizuo', kind: 'Workload', name: 'w', namespace: 'two' }, 'RefNotPermitted'],
    [
      'and what does not exist there is not told',
      { group: 'apps.dizuo', kind: 'Workload', name: 'x', namespace: 'two' },
      'RefNotPermitted',
    ],
  ])('resolves: %s', (_why, ref, expected) => {
    expect(reasons({ routes: [route('r', { rules: [{ backendRefs: [ref] }] })] }, 'one/r')).toBe(expected);
  });

  it.each([
    ['to all Workloads', { name: undefined, from: 'one' }, ''],
    ['to this one', { name: 'w', from: 'one' }, ''],
    ['to another one', { name: 'v', from: 'one' }, 'RefNotPermitted'],
    ['to another namespace', { name: undefined, from: 'three' }, 'RefNotPermitted'],
  ])('a grant %s', (_why, { name, from }, expected) => {
    const grant: ObjectOf<typeof ReferenceGrant> = {
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { namespace: 'two', name: 'g' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: from }],
        to: [{ group: 'apps.dizuo', kind: 'Workload', ...(name ? { name } : {}) }],
      },
    };
    const refs = [{ group: 'apps.dizuo', kind: 'Workload', name: 'w', namespace: 'two' }];
    expect(reasons({ grants: [grant], routes: [route('r', { rules: [{ backendRefs: refs }] })] }, 'one/r')).toBe(expected);
  });

  it('keeps the share of a backend that is not there', () => {
    const refs = [
      { group: 'apps.dizuo', kind: 'Workload', name: 'w', weight: 9 },
      { group: 'apps.dizuo', kind: 'Workload', name: 'x', weight: 1 },
    ];
    const { rules } = compileGateway(input({ routes: [route('r', { rules: [{ backendRefs: refs }] })] })).configuration;
    expect(rules[0]?.backends).toEqual([{ backend: 'Workload/one/w', weight: 9 }, { weight: 1 }]);
  });

  it('gives a host and path to the namespace that had it first, whatever got past admission', () => {
    const first = route('first', { hostnames: ['a.cn'], rules: [rule('/x')] });
    const second = route('second', { hostnames: ['a.cn'], rules: [rule('/x/y')] }, 'two');
    const { configuration, routes } = compileGateway(input({ routes: [second, first] }));
    expect(routes.get('HTTPRoute/two/second')?.[0]?.accepted?.reason).toBe('HostClaimed');
    expect(configuration.rules.map((r) => r.id)).toEqual(['one/first/0']);
  });

  it('puts the oldest policy in force, and says of others why not', () => {
    const policy = (name: string, at: string, target = 'r'): ObjectOf<typeof AuthPolicy> => ({
      apiVersion: 'gateway.dizuo/v1alpha1',
      kind: 'AuthPolicy',
      metadata: { namespace: 'one', name, creationTimestamp: at },
      spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: target }], identityHeader: { audience: name } },
    });
    const policies = [
      policy('b', '2026-01-02T00:00:00Z'),
      policy('a', '2026-01-01T00:00:00Z'),
      policy('c', '2026-01-01T00:00:00Z', 'gone'),
    ];
    const { configuration, policies: outcomes } = compileGateway(
      input({ policies: { ...noPolicies, auth: policies }, routes: [route('r', { rules: [rule('/')] })] }),
    );
    expect(configuration.rules[0]?.access).toEqual({ policy: 'one/a', require: 'signed-in', audience: 'a', anonymousPaths: [] });
    expect([...outcomes.auth.outcomes].map(([name, refusals]) => [name, refusals[0]?.reason])).toEqual([
      ['one/a', undefined],
      ['one/c', 'TargetNotFound'],
      ['one/b', 'Conflicted'],
    ]);
  });
});
