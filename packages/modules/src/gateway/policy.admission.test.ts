import type { AuthPolicy, BackendPolicy, CanaryPolicy, Consumer, GRPCRoute, ObjectOf, RateLimitPolicy, Secret } from '@dizuo/api';
import type { Admission, AdmissionContext } from '@dizuo/kernel';
import { describe, expect, it } from 'vitest';
import { consumerAdmission } from './consumer.admission.ts';
import { compileConsumer } from './consumer.compile.ts';
import { renderConsumerStatus } from './consumer.controller.ts';
import { grpcRouteErrors } from './grpc-route.admission.ts';
import { authPolicyAdmission, backendPolicyAdmission, canaryPolicyAdmission, rateLimitPolicyAdmission } from './policy.admission.ts';

const route = [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'r' }];
const told = (errors: { field: string; reason: string }[]) => errors.map((e) => `${e.field} ${e.reason.replace('FieldValue', '')}`);
/** `field Reason` of everything that an admission finds. */
async function refusals(admission: Admission<never>, spec: unknown): Promise<string[]> {
  const object = { apiVersion: 'v1', kind: 'K', metadata: { namespace: 'one', name: 'n' }, spec } as never;
  return told((await admission.validate?.(object, {} as AdmissionContext<never>)) ?? []);
}

describe('AuthPolicy', () => {
  type Spec = Omit<ObjectOf<typeof AuthPolicy>['spec'], 'targetRefs'>;
  const jwt = { name: 'j', issuer: 'https://id.cn', audiences: ['a'] };
  it.each<[string, Spec, string[]]>([
    ['sessions alone', {}, []],
    ['a key', { authentication: { apiKey: {} }, allowed: { consumers: ['c'] } }, []],
    ['no way', { authentication: {} }, ['spec.authentication Required']],
    ['Consumers without a way to know them', { allowed: { consumers: ['c'] } }, ['spec.allowed.consumers Invalid']],
    ['keys by address', { authentication: { jwt: [{ ...jwt, jwksUri: 'https://id.cn/keys' }] } }, []],
    ['no keys', { authentication: { jwt: [jwt] } }, ['spec.authentication.jwt[0].jwksUri Required']],
    [
      'a key that lacks parts',
      { authentication: { jwt: [{ ...jwt, jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x' }] } }] } },
      ['spec.authentication.jwt[0].jwks.keys[0].y Required'],
    ],
    [
      'a private key',
      { authentication: { jwt: [{ ...jwt, jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'd' }] } }] } },
      ['spec.authentication.jwt[0].jwks.keys[0] Forbidden'],
    ],
    [
      'a shared secret',
      { authentication: { jwt: [{ ...jwt, jwks: { keys: [{ kty: 'oct', k: 'x' }] } }] } },
      ['spec.authentication.jwt[0].jwks.keys[0].kty Invalid'],
    ],
    ['an odd path', { anonymousPaths: ['/a/../b'] }, ['spec.anonymousPaths[0] Invalid']],
  ])('%s', async (_why, spec, expected) =>
    expect(await refusals(authPolicyAdmission as never, { targetRefs: route, ...spec })).toEqual(expected),
  );

  it('attaches to routes and Gateways', async () => {
    const targetRefs = [{ group: 'apps.dizuo', kind: 'Workload', name: 'w' }];
    expect(await refusals(authPolicyAdmission as never, { targetRefs })).toEqual(['spec.targetRefs[0].kind NotSupported']);
  });
});

describe('RateLimitPolicy', () => {
  type Limit = ObjectOf<typeof RateLimitPolicy>['spec']['limits'][number];
  it.each<[string, Partial<Limit>, string[]]>([
    ['plain', {}, []],
    ['a day', { period: '24h' }, []],
    ['more than a day', { period: '25h' }, ['spec.limits[0].period Invalid']],
    ['no header named', { per: 'Header' }, ['spec.limits[0].header Required']],
    ['a header that says nothing', { header: 'X-A' }, ['spec.limits[0].header Invalid']],
  ])('%s', async (_why, limit, expected) => {
    const spec = { targetRefs: route, limits: [{ name: 'l', requests: 1, ...limit }] };
    expect(await refusals(rateLimitPolicyAdmission as never, spec)).toEqual(expected);
  });
});

describe('BackendPolicy', () => {
  const targetRefs = [{ group: 'apps.dizuo', kind: 'Workload', name: 'w' }];
  it.each<[string, Partial<ObjectOf<typeof BackendPolicy>['spec']>, string[]]>([
    ['nothing', {}, []],
    ['a route', { targetRefs: route }, ['spec.targetRefs[0].kind NotSupported']],
    ['a hash of nothing', { loadBalancing: { type: 'ConsistentHash' } }, ['spec.loadBalancing.consistentHash Required']],
    [
      'a header without name',
      { loadBalancing: { type: 'ConsistentHash', consistentHash: { by: 'Header' } } },
      ['spec.loadBalancing.consistentHash.name Required'],
    ],
    ['a breaker that never opens', { circuitBreaker: {} }, ['spec.circuitBreaker Required']],
  ])('%s', async (_why, spec, expected) =>
    expect(await refusals(backendPolicyAdmission as never, { targetRefs, ...spec })).toEqual(expected),
  );
});

describe('CanaryPolicy', () => {
  const version = (name: string) => ({ group: 'apps.dizuo', kind: 'Workload', name });
  it.each<[string, Partial<ObjectOf<typeof CanaryPolicy>['spec']>, string[]]>([
    ['two versions', {}, []],
    ['the same twice', { canary: version('old') }, ['spec.canary.name Invalid']],
    ['steps that fall', { steps: [{ percent: 50 }, { percent: 20 }] }, ['spec.steps[1].percent Invalid']],
    ['a cookie without name', { sticky: { by: 'Cookie' } }, ['spec.sticky.name Required']],
    ['a Service', { canary: { group: '', kind: 'Service', name: 'x' } }, ['spec.canary.kind Invalid']],
    ['verdicts faster than figures come', { analysis: { interval: '1s' } }, ['spec.analysis.interval Invalid']],
  ])('%s', async (_why, part, expected) => {
    const spec = { targetRefs: route, stable: version('old'), canary: version('new'), steps: [{ percent: 5 }, { percent: 50 }], ...part };
    expect(await refusals(canaryPolicyAdmission as never, spec)).toEqual(expected);
  });
});

describe('Consumer', () => {
  type Credential = ObjectOf<typeof Consumer>['spec']['credentials'][number];
  const apiKey = { secretRef: { name: 's' } };
  it.each<[string, Partial<Credential>, string[]]>([
    ['a key', { type: 'ApiKey', apiKey }, []],
    ['nothing of the type', { type: 'Hmac' }, ['spec.credentials[0].hmac Required']],
    ['a part of another type', { type: 'ApiKey', apiKey, certificate: { dnsName: 'a' } }, ['spec.credentials[0].certificate Invalid']],
    ['a certificate that anybody has', { type: 'Certificate', certificate: {} }, ['spec.credentials[0].certificate Required']],
  ])('%s', async (_why, credential, expected) =>
    expect(await refusals(consumerAdmission as never, { credentials: [{ name: 'c', ...credential }] })).toEqual(expected),
  );

  const consumer = (credentials: Credential[], disabled = false): ObjectOf<typeof Consumer> => ({
    apiVersion: 'gateway.dizuo/v1alpha1',
    kind: 'Consumer',
    metadata: { namespace: 'one', name: 'c' },
    spec: { credentials, disabled },
  });
  const secrets = (value: string): Map<string, ObjectOf<typeof Secret>> =>
    new Map([
      [
        'one/s',
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { namespace: 'one', name: 's' },
          data: { key: Buffer.from(value).toString('base64') },
        },
      ],
    ]);

  it('of a key only the hash leaves the server', () => {
    const { consumer: compiled, problems } = compileConsumer(
      consumer([{ name: 'k', type: 'ApiKey', apiKey }]),
      secrets('a-key-of-some-length'),
    );
    expect(problems).toEqual([]);
    expect(compiled).toEqual({ id: 'one/c', apiKeys: ['dgKv4lfkvUYPy8FreMFtCCKDQkRjj77h1InNrtWxedM'] });
  });

  it.each([
    ['good', 'a-key-of-some-length', false, 'True Ready'],
    ['short', 'short', false, 'False InvalidCredential'],
    ['closed', 'a-key-of-some-length', true, 'False Disabled'],
  ])('says whether it may call: %s', (_why, value, disabled, expected) => {
    const object = consumer([{ name: 'k', type: 'ApiKey', apiKey }], disabled);
    const condition = renderConsumerStatus(object, compileConsumer(object, secrets(value)).problems, new Date())?.conditions?.[0];
    expect(`${condition?.status} ${condition?.reason}`).toBe(expected);
  });
});

describe('GRPCRoute', () => {
  type Rule = NonNullable<ObjectOf<typeof GRPCRoute>['spec']['rules']>[number];
  const method = (part: object): Rule => ({ matches: [{ method: part }] });
  it.each<[string, Rule[], string[]]>([
    ['a service and a method', [method({ service: 'a.b.C', method: 'Get' })], []],
    ['neither', [method({})], ['spec.rules[0].matches[0].method Required']],
    ['a path for a service', [method({ service: '/a' })], ['spec.rules[0].matches[0].method.service Invalid']],
    ['a dotted method', [method({ method: 'a.b' })], ['spec.rules[0].matches[0].method.method Invalid']],
    ['two rules of one name', [{ name: 'x' }, { name: 'x' }], ['spec.rules[1].name Duplicate']],
  ])('%s', (_why, rules, expected) => {
    const object = { apiVersion: 'v1', kind: 'GRPCRoute', metadata: { namespace: 'one', name: 'g' }, spec: { rules } };
    expect(told(grpcRouteErrors(object))).toEqual(expected);
  });
});
