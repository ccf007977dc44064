import {
  type BackendPolicy,
  type CanaryPolicy,
  defaultGatewayName,
  type Gateway,
  type GRPCRoute,
  type HTTPRoute,
  type ObjectOf,
  systemNamespace,
} from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import type { CompileInput } from './compile-input.ts';
import { compileGateway } from './gateway.compile.ts';
import { noPolicies } from './policies.compile.ts';

const gatewayApi = 'gateway.networking.k8s.io';
const listeners = ['http', 'other'].map((name, i) => ({
  name,
  port: 80,
  protocol: 'HTTP',
  ...(i > 0 ? { hostname: '*.other.cn' } : {}),
  allowedRoutes: { namespaces: { from: 'All' as const } },
}));
const gateway: ObjectOf<typeof Gateway> = {
  apiVersion: `${gatewayApi}/v1`,
  kind: 'Gateway',
  metadata: { namespace: systemNamespace, name: defaultGatewayName },
  spec: { gatewayClassName: 'dizuo', listeners },
};
const workload = (name: string, weight?: number) => ({
  group: 'apps.dizuo',
  kind: 'Workload',
  name,
  ...(weight === undefined ? {} : { weight }),
});
const parentRefs = [{ namespace: systemNamespace, name: defaultGatewayName }];
const route: ObjectOf<typeof HTTPRoute> = {
  apiVersion: `${gatewayApi}/v1`,
  kind: 'HTTPRoute',
  metadata: { namespace: 'one', name: 'r', creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: {
    parentRefs,
    rules: [
      { name: 'first', matches: [{ path: { value: '/a' } }], backendRefs: [workload('w', 3), workload('v', 1)] },
      { matches: [{ path: { value: '/b' } }], backendRefs: [workload('w')] },
    ],
  },
};
const base: CompileInput = {
  resourceVersion: '1',
  gateway,
  gateways: [gateway],
  routes: [route],
  grants: [],
  upstreams: [],
  policies: noPolicies,
  consumers: [],
  secrets: new Map(),
  workloads: new Set(['one/w', 'one/v', 'one/new']),
  namespaceLabels: new Map(),
  offer: { port: 80, protocol: 'HTTP' },
  issuer: 'https://p.example',
  allowedAddresses: [],
  visitorKeys: [],
  identityKey: { keyId: 'k', algorithm: 'ES256', privateKey: {} },
};
const compile = (policies: Partial<CompileInput['policies']>, part: Partial<CompileInput> = {}) =>
  compileGateway({ ...base, ...part, policies: { ...noPolicies, ...policies } });
const onRoute = (sectionName?: string) => [{ group: gatewayApi, kind: 'HTTPRoute', name: 'r', ...(sectionName ? { sectionName } : {}) }];
const onGateway = (sectionName?: string) => [
  { group: gatewayApi, kind: 'Gateway', name: defaultGatewayName, ...(sectionName ? { sectionName } : {}) },
];
const made = <S>(kind: string, name: string, spec: S, namespace = 'one') => ({
  apiVersion: 'gateway.dizuo/v1alpha1',
  kind,
  metadata: { namespace, name },
  spec,
});

describe('policies', () => {
  it('of AuthPolicies the most specific holds', () => {
    const auth = [
      made('AuthPolicy', 'gateway', { targetRefs: onGateway() }, systemNamespace),
      made('AuthPolicy', 'route', { targetRefs: onRoute() }),
      made('AuthPolicy', 'rule', { targetRefs: onRoute('first') }),
    ];
    const { rules } = compile({ auth }).configuration;
    expect(rules.map((r) => r.access?.policy)).toEqual(['one/rule', 'one/route']);
    expect(compile({ auth: auth.slice(0, 1) }).configuration.rules.map((r) => r.access?.policy)).toEqual(
      Array(2).fill(`${systemNamespace}/gateway`),
    );
  });

  it('limits of all hold, those of the Gateway first', () => {
    const limit = (name: string) => [{ name, requests: 10 }];
    const limits = [
      made('RateLimitPolicy', 'g', { targetRefs: onGateway(), limits: limit('all') }, systemNamespace),
      made('RateLimitPolicy', 'r', { targetRefs: onRoute('first'), limits: limit('few') }),
    ];
    const { rules } = compile({ limits }).configuration;
    expect(rules.map((r) => r.limits?.map((l) => l.id))).toEqual([[`${systemNamespace}/g/all`, 'one/r/few'], [`${systemNamespace}/g/all`]]);
    expect(rules[1]?.limits?.[0]).toMatchObject({ requests: 10, burst: 10, periodMs: 1000, per: 'Client', responseHeaders: true });
  });

  it('a policy of one listener makes rules of its own for it', () => {
    const limits = [
      made('RateLimitPolicy', 'g', { targetRefs: onGateway('other'), limits: [{ name: 'x', requests: 1 }] }, systemNamespace),
    ];
    const { rules, matches } = compile({ limits }).configuration;
    const seen = matches.map((m) => `${m.host}${m.path.value} ${m.listeners} ${rules[m.rule]?.limits?.length ?? 0}`);
    expect(seen.sort()).toEqual(['*.other.cn/a 1 1', '*.other.cn/b 1 1', '/a 0 0', '/b 0 0']);
  });

  it('transformations come before the filters of the rule', () => {
    const filters = [{ type: 'RequestHeaderModifier' as const, requestHeaderModifier: { set: [{ name: 'A', value: 'rule' }] } }];
    const routes = [{ ...route, spec: { ...route.spec, rules: [{ filters, backendRefs: [workload('w')] }] } }];
    const transforms = [
      made('TransformPolicy', 't', {
        targetRefs: onRoute(),
        requestHeaders: {
          add: [
            { name: 'a', value: 'policy' },
            { name: 'B', value: '1' },
          ],
        },
        path: { stripPrefix: '/old' },
      }),
    ];
    const [rule] = compile({ transforms }, { routes }).configuration.rules;
    expect(rule?.requestHeaders).toEqual({ set: [{ name: 'A', value: 'rule' }], add: [{ name: 'B', value: '1' }], remove: [] });
    expect(rule?.rewrite?.path).toEqual({ type: 'strip', strip: '/old', add: '' });
  });

  it('a BackendPolicy goes to its backend', () => {
    const spec: ObjectOf<typeof BackendPolicy>['spec'] = {
      targetRefs: [{ group: 'apps.dizuo', kind: 'Workload', name: 'w' }],
      loadBalancing: { type: 'Ewma' },
      circuitBreaker: { errorPercent: 50 },
      healthCheck: { path: '/up' },
    };
    const { backends } = compile({ backends: [made('BackendPolicy', 'b', spec)] }).configuration;
    expect(backends.map((b) => [b.id, b.policy?.id, b.healthCheck?.path])).toEqual([
      ['Workload/one/v', undefined, undefined],
      ['Workload/one/w', 'one/b', '/up'],
    ]);
    expect(backends[1]?.policy?.breaker).toEqual({
      errorPercent: 50,
      minimumRequests: 20,
      windowMs: 10_000,
      openMs: 30_000,
      halfOpenRequests: 5,
    });
  });

  describe('CanaryPolicy', () => {
    const canary = (part: Partial<ObjectOf<typeof CanaryPolicy>['spec']>, status?: ObjectOf<typeof CanaryPolicy>['status']) => [
      {
        ...made('CanaryPolicy', 'c', {
          targetRefs: onRoute(),
          stable: workload('w'),
          canary: workload('new'),
          steps: [{ percent: 5 }],
          ...part,
        }),
        ...(status ? { status } : {}),
      },
    ];
    it('takes its share from the old version wherever the route sends to it', () => {
      const { configuration, policies } = compile({ canaries: canary({}, { phase: 'Progressing', percent: 5 }) });
      expect(configuration.rules.map((r) => [r.canary?.percent, r.canary?.sticky.by, r.backends.length])).toEqual([
        [5, 'Person', 2],
        [5, 'Person', 1],
      ]);
      expect(configuration.backends.map((b) => b.id)).toEqual(['Workload/one/new', 'Workload/one/v', 'Workload/one/w']);
      expect(policies.canaries.outcomes.get('one/c')).toEqual([undefined]);
    });
    it.each([
      ['nothing before the first step', {}, undefined, 0, undefined],
      ['nothing once it was taken back', {}, { phase: 'Returned' as const, percent: 50 }, 0, undefined],
      ['an old version that the route does not name', { stable: workload('v2') }, undefined, undefined, 'Invalid'],
      ['a new version that is not there', { canary: workload('gone') }, undefined, undefined, 'Invalid'],
    ])('%s', (_why, part, status, percent, reason) => {
      const { configuration, policies } = compile({ canaries: canary(part, status) });
      expect(configuration.rules[1]?.canary?.percent).toBe(percent);
      expect(policies.canaries.outcomes.get('one/c')?.[0]?.reason).toBe(reason);
    });
  });

  it.each([
    ['a route that is not there', { targetRefs: [{ group: gatewayApi, kind: 'HTTPRoute', name: 'gone' }] }],
    ['a rule that is not there', { targetRefs: onRoute('second') }],
    ['a Gateway of another namespace', { targetRefs: onGateway() }],
  ])('finds no target: %s', (_why, spec) => {
    expect(compile({ auth: [made('AuthPolicy', 'p', spec)] }).policies.auth.outcomes.get('one/p')?.[0]?.reason).toBe('TargetNotFound');
  });
});

describe('GRPCRoute', () => {
  const grpc = (part: Partial<ObjectOf<typeof GRPCRoute>['spec']>): ObjectOf<typeof GRPCRoute> => ({
    apiVersion: `${gatewayApi}/v1`,
    kind: 'GRPCRoute',
    metadata: { namespace: 'one', name: 'g', creationTimestamp: '2026-01-02T00:00:00Z' },
    spec: { parentRefs, hostnames: ['grpc.cn'], ...part },
  });
  it('ranks service before method before headers, whatever form the path takes', () => {
    const rules = [
      {},
      { matches: [{ method: { method: 'Get' } }] },
      { matches: [{ method: { service: 'a.Permits' } }] },
      { matches: [{ method: { service: 'a.Permits', method: 'Get' } }] },
      { matches: [{ method: { service: 'a.Permits' }, headers: [{ name: 'V', value: '1' }] }] },
      { matches: [{ method: { type: 'RegularExpression' as const, service: 'a\\.[A-Z].*' } }] },
    ];
    const { matches, rules: made } = compile({}, { routes: [grpc({ rules })] }).configuration;
    expect(matches.map((m) => `${made[m.rule]?.id} ${m.path.type} ${m.path.value}`)).toEqual([
      'one/g/5/grpc RegularExpression /(?:a\\.[A-Z].*)/[^/]+',
      'one/g/3/grpc Exact /a.Permits/Get',
      'one/g/4/grpc PathPrefix /a.Permits',
      'one/g/2/grpc PathPrefix /a.Permits',
      'one/g/1/grpc RegularExpression /[^/]+/Get',
      'one/g/0/grpc PathPrefix /',
    ]);
  });
  it('without rules every call has no backend', () => {
    expect(compile({}, { routes: [grpc({})] }).configuration.rules).toEqual([{ id: 'one/g/0/grpc', grpc: true, backends: [] }]);
  });
  it.each([
    ['the same name', ['grpc.cn'], 'HostnameConflict'],
    ['a name within a wildcard', ['*.cn'], 'HostnameConflict'],
    ['other names', ['web.cn'], undefined],
    ['any name', [], undefined],
  ])('beside an older HTTPRoute with %s', (_why, hostnames, reason) => {
    const http = { ...route, spec: { ...route.spec, hostnames } };
    const { routes } = compile({}, { routes: [grpc({}), http] });
    expect(routes.get('GRPCRoute/one/g')?.[0]?.accepted?.reason).toBe(reason);
    expect(routes.get('HTTPRoute/one/r')?.[0]?.accepted).toBeUndefined();
  });
});
