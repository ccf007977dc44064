import { expect } from 'vitest';
import { selfSigned } from '../../certificate.ts';
import { until } from '../../platform.ts';
import type { Ask } from '../ask.ts';
import type { Case } from '../conformance-case.ts';
import { gateway, grant, http, httpRoute, https, infra, type Manifest, to } from '../objects.ts';
import { acceptedReason, attachedTo, gatewayCondition, listenerStates, resolvedReason, supportedKinds } from '../statements.ts';
import type { World } from '../world.ts';

const fromAll = { allowedRoutes: { namespaces: { from: 'All' } } };
const fromOwn = {
  allowedRoutes: {
    kinds: [{ kind: 'HTTPRoute' }],
    namespaces: { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': infra } } },
  },
};
const plain = (name: string, parent: string, more: object = {}) =>
  httpRoute(name, [{ backendRefs: [to('one')] }], { parents: [{ kind: 'Gateway', name: parent, namespace: infra }], ...more });

/** A listener whose certificate cannot be used, and why. */
function badCertificate(name: string, reference: object, more: Manifest[] = []): Case {
  const subject = gateway(name, [https('https', reference as Record<string, unknown>, fromAll)]);
  return {
    name: `GatewayInvalidTLSConfiguration, ${name}`,
    resource: 'Gateway',
    objects: [...more, subject],
    check: (world) => listenerStates(world, subject, 'https', { ResolvedRefs: 'InvalidCertificateRef', Programmed: 'False' }),
  };
}

const inWeb = { group: '', kind: 'Secret', name: 'certificate', namespace: 'web' };
const fromGateways = { kind: 'Gateway', namespace: infra };
const toSecret = { kind: 'Secret', name: 'certificate' };

function secretOfOthers(name: string, subject: Manifest, grants: Manifest[], states: Record<string, string>): Case {
  return {
    name,
    resource: 'ReferenceGrant',
    objects: [...grants, subject],
    check: (world) => listenerStates(world, subject, 'https', states),
  };
}
const refused = { ResolvedRefs: 'RefNotPermitted', Programmed: 'False' };
const inForce = { ResolvedRefs: 'True', Programmed: 'True' };
const withSecret = (name: string) => gateway(name, [https('https', inWeb, fromAll)]);

const unsupported = gateway('only-unsupported', [{ name: 'invalid', port: 1111, protocol: 'INVALID' }]);
const partly = gateway('partly-unsupported', [
  { name: 'http', port: 80, protocol: 'HTTP' },
  { name: 'invalid', port: 1111, protocol: 'INVALID' },
]);
const kinds = (...names: string[]) => ({ allowedRoutes: { namespaces: { from: 'All' }, kinds: names.map((kind) => ({ kind })) } });
const onlyInvalidKind = gateway('only-invalid-kind', [http('http', kinds('InvalidRoute'))]);
const oneInvalidKind = gateway('one-invalid-kind', [http('http', kinds('InvalidRoute', 'HTTPRoute'))]);
const parameters = gateway('parameters', [http('http')], {
  infrastructure: { parametersRef: { group: 'invalid.io', kind: 'InvalidParameters', name: 'invalid' } },
});
const one = gateway('one-route', [http('http', fromOwn)]);
const two = gateway('two-routes', [http('http', { ...fromOwn, hostname: 'foo.example.com' })]);
const elsewhere = plain('not-accepted', 'two-routes', { hostnames: ['not-accepted.test.com'] });
const silent = gateway('unresolved', [https('tls', 'does-not-exist', fromOwn)]);
const lost = httpRoute('lost', [{ backendRefs: [to('does-not-exist')] }], { parents: [{ name: 'unresolved', sectionName: 'tls' }] });
const twoPorts = gateway('two-ports', [http('unattached', { ...kinds('HTTPRoute'), port: 8080 }), http('http', kinds('HTTPRoute'))]);
const secureHost = { hostname: 'secure.test.com', ...fromAll };
const growing = gateway('growing', [https('https', 'certificate', secureHost)]);
const shrinking = gateway('shrinking', [https('https', 'certificate', secureHost), http('http', fromAll)]);
const bumped = gateway('bumped', [http('http', { ...fromAll, hostname: 'bar.com' })]);
const longest = gateway(`longest-${'a'.repeat(253 - 'longest-'.length)}`, [http('http')]);
const anyAddress = gateway('any-address', [http('http', { port: 8080 })], { addresses: [{ type: 'IPAddress' }] });
const usable = { type: 'IPAddress', value: '127.0.0.1' };
const unusable = { type: 'IPAddress', value: '203.0.113.7' };
const fixed = gateway('fixed-addresses', [http('http', { port: 8080 })], {
  addresses: [{ type: 'test/not-known', value: 'somewhere' }, unusable, usable],
});

const [trusted, perPort] = await Promise.all([selfSigned('client'), selfSigned('client-of-a-port')]);
const authority = (name: string, pem: string): Manifest =>
  ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: infra },
    data: { 'ca.crt': Buffer.from(pem).toString('base64') },
  }) as unknown as Manifest;
const authorities = [authority('authority', trusted.cert), authority('port-authority', perPort.cert)];
const caRef = (name: string, more: object = {}) => ({ group: '', kind: 'Secret', name, ...more });
const validated = (name: string, mode: object, listenersOf: Parameters<typeof gateway>[1]) =>
  gateway(name, listenersOf, {
    tls: {
      frontend: {
        default: { validation: { caCertificateRefs: [caRef('authority')], ...mode } },
        perPort: [{ port: 8443, tls: { validation: { caCertificateRefs: [caRef('port-authority')], ...mode } } }],
      },
    },
  });
const twoSecure = [https('https', 'certificate'), https('with-hostname', 'certificate', { port: 8443, hostname: 'second-example.org' })];
const validating = validated('validating', {}, twoSecure);
const lenient = validated('lenient', { mode: 'AllowInsecureFallback' }, twoSecure);
const validatedRoutes = (name: string) => [
  httpRoute(`${name}-org`, [{ backendRefs: [to('one')] }], { parents: [name], hostnames: ['example.org'] }),
  httpRoute(`${name}-port`, [{ backendRefs: [to('two')] }], { parents: [{ name, sectionName: 'with-hostname' }] }),
];

/** Who answers a client with this certificate; undefined where the connection fails. */
async function answers(world: World, name: string, port: number, client?: { cert: string; key: string }): Promise<string | undefined> {
  const host = port === 443 ? 'example.org' : 'second-example.org';
  const request: Partial<Ask> = { port, host, tls: { servername: host, ...client } };
  return world.ask(name, request).then(
    ({ echoed }) => echoed?.backend,
    () => undefined,
  );
}

const invalidDefault = gateway('invalid-default', [https('https', 'certificate'), http('http')], {
  tls: {
    frontend: {
      default: { validation: { caCertificateRefs: [caRef('does-not-exist')] } },
      perPort: [{ port: 80, tls: { validation: { caCertificateRefs: [caRef('port-authority')] } } }],
    },
  },
});
const perPortRefs = (refs: Record<number, object>) =>
  Object.entries(refs).map(([port, ref]) => ({ port: Number(port), tls: { validation: { caCertificateRefs: [ref] } } }));
const invalidClients = gateway(
  'invalid-clients',
  [
    https('https', 'certificate'),
    https('unresolved', 'certificate', { port: 8443 }),
    https('invalid-kind', 'certificate', { port: 9443 }),
    https('not-granted', 'certificate', { port: 9444 }),
  ],
  {
    tls: {
      frontend: {
        default: { validation: { caCertificateRefs: [caRef('authority')] } },
        perPort: perPortRefs({
          8443: caRef('does-not-exist'),
          9443: { group: '', kind: 'Unknown', name: 'authority' },
          9444: caRef('authority', { namespace: 'web' }),
        }),
      },
    },
  },
);
const gatewayClass = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name: 'generation' },
  spec: { controllerName: 'gateway.dizuo/controller', description: 'old' },
};
const clientCertificates = 'GatewayFrontendClientCertificateValidation';

async function newGeneration(world: World, object: Manifest, change: object): Promise<Manifest> {
  const before = (await world.get(object)).metadata.generation ?? 0;
  await world.patch(object, change);
  const after = await world.get(object);
  expect(after.metadata.generation).toBe(before + 1);
  for (const condition of after.status?.conditions ?? []) expect(condition.observedGeneration).toBe(before + 1);
  return after;
}

/** Listeners, their certificates, and what Gateways say of themselves. */
export const gatewayCases: readonly Case[] = [
  {
    name: 'GatewayClassObservedGenerationBump',
    resource: 'GatewayClass',
    objects: [gatewayClass],
    async check(world) {
      await newGeneration(world, gatewayClass, { spec: { description: 'new' } });
    },
  },
  {
    name: 'GatewayListenerUnsupportedProtocol',
    resource: 'Gateway',
    objects: [unsupported, partly],
    async check(world) {
      await gatewayCondition(world, unsupported, { type: 'Accepted', status: 'False', reason: 'ListenersNotValid' });
      await listenerStates(world, unsupported, 'invalid', { Accepted: 'UnsupportedProtocol' });
      await supportedKinds(world, unsupported, 'invalid', []);
      await gatewayCondition(world, partly, { type: 'Accepted', status: 'True', reason: 'ListenersNotValid' });
      await listenerStates(world, partly, 'http', { Accepted: 'True' });
      await listenerStates(world, partly, 'invalid', { Accepted: 'UnsupportedProtocol' });
    },
  },
  {
    name: 'GatewayInvalidParametersRef',
    resource: 'Gateway',
    objects: [parameters],
    check: (world) => gatewayCondition(world, parameters, { type: 'Accepted', status: 'False', reason: 'InvalidParameters' }),
  },
  {
    name: 'GatewayInvalidRouteKind',
    resource: 'Gateway',
    objects: [onlyInvalidKind, oneInvalidKind],
    async check(world) {
      await listenerStates(world, onlyInvalidKind, 'http', { ResolvedRefs: 'InvalidRouteKinds' });
      await supportedKinds(world, onlyInvalidKind, 'http', []);
      await listenerStates(world, oneInvalidKind, 'http', { ResolvedRefs: 'InvalidRouteKinds' });
      await supportedKinds(world, oneInvalidKind, 'http', ['HTTPRoute']);
    },
  },
  badCertificate('nonexistent', { group: '', kind: 'Secret', name: 'nonexistent' }),
  badCertificate('wrong-group', { group: 'wrong.example', kind: 'Secret', name: 'certificate' }),
  badCertificate('wrong-kind', { group: '', kind: 'WrongKind', name: 'certificate' }),
  badCertificate('malformed', { group: '', kind: 'Secret', name: 'malformed' }, [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'malformed', namespace: infra },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': Buffer.from('no certificate').toString('base64'), 'tls.key': Buffer.from('no key').toString('base64') },
    } as unknown as Manifest,
  ]),
  secretOfOthers('GatewaySecretMissingReferenceGrant', withSecret('secret-not-granted'), [], refused),
  secretOfOthers(
    'GatewaySecretInvalidReferenceGrant',
    withSecret('secret-wrongly-granted'),
    [
      grant('wrong-namespace', 'app', fromGateways, toSecret),
      grant('wrong-from-group', 'web', { ...fromGateways, group: 'other.example' }, toSecret),
      grant('wrong-from-kind', 'web', { ...fromGateways, kind: 'HTTPRoute' }, toSecret),
      grant('wrong-from-namespace', 'web', { ...fromGateways, namespace: 'other' }, toSecret),
      grant('wrong-to-group', 'web', fromGateways, { ...toSecret, group: 'other.example' }),
      grant('wrong-to-kind', 'web', fromGateways, { ...toSecret, kind: 'Service' }),
      grant('wrong-to-name', 'web', fromGateways, { ...toSecret, name: 'other' }),
    ],
    refused,
  ),
  secretOfOthers(
    'GatewaySecretReferenceGrantAllInNamespace',
    withSecret('secret-all-granted'),
    [grant('all-secrets', 'web', fromGateways, { kind: 'Secret' })],
    inForce,
  ),
  secretOfOthers(
    'GatewaySecretReferenceGrantSpecific',
    withSecret('secret-granted'),
    [grant('one-secret', 'web', fromGateways, toSecret)],
    inForce,
  ),
  {
    name: 'GatewayWithAttachedRoutes',
    resource: 'Gateway',
    objects: [one, plain('route-1', 'one-route'), two, plain('route-2', 'two-routes'), plain('route-3', 'two-routes'), elsewhere],
    async check(world) {
      await attachedTo(world, one, { http: 1 });
      await attachedTo(world, two, { http: 2 });
      await listenerStates(world, two, 'http', { Accepted: 'True', ResolvedRefs: 'True' });
      await acceptedReason(world, elsewhere, 'NoMatchingListenerHostname');
    },
  },
  {
    name: 'GatewayWithAttachedRoutes, a listener without its certificate',
    resource: 'Gateway',
    objects: [silent, lost],
    async check(world) {
      await attachedTo(world, silent, { tls: 1 });
      await listenerStates(world, silent, 'tls', { ResolvedRefs: 'False', Programmed: 'False' });
      await resolvedReason(world, lost, 'BackendNotFound');
    },
  },
  {
    name: 'GatewayWithAttachedRoutesWithPort8080',
    resource: 'Gateway',
    feature: 'GatewayPort8080',
    objects: [twoPorts, httpRoute('by-section', [{ backendRefs: [to('one')] }], { parents: [{ name: 'two-ports', sectionName: 'http' }] })],
    check: (world) => attachedTo(world, twoPorts, { unattached: 0, http: 1 }),
  },
  {
    name: 'GatewayModifyListeners',
    resource: 'Gateway',
    objects: [growing, plain('on-growing', 'growing'), shrinking, plain('on-shrinking', 'shrinking')],
    async check(world) {
      const more = [...(growing.spec.listeners as object[]), http('http', { hostname: 'data.test.com', ...fromAll })];
      await newGeneration(world, growing, { spec: { listeners: more } });
      await attachedTo(world, growing, { https: 1, http: 1 });
      expect((await world.ask('growing', { host: 'data.test.com' })).echoed?.backend).toBe('one');
      const less = (shrinking.spec.listeners as { name: string }[]).filter(({ name }) => name === 'http');
      await newGeneration(world, shrinking, { spec: { listeners: less } });
      await attachedTo(world, shrinking, { http: 1 });
      const gone = { port: 443, host: 'secure.test.com', tls: { servername: 'secure.test.com' } };
      await until(
        'the port is closed',
        async () =>
          await world.ask('shrinking', gone).then(
            () => false,
            () => true,
          ),
      );
      expect((await world.ask('shrinking', {})).echoed?.backend).toBe('one');
    },
  },
  {
    name: 'GatewayObservedGenerationBump',
    resource: 'Gateway',
    objects: [bumped],
    async check(world) {
      const listeners = [...(bumped.spec.listeners as object[]), http('alternate', { ...fromAll, hostname: 'foo.com' })];
      await newGeneration(world, bumped, { spec: { listeners } });
    },
  },
  {
    name: 'GatewayNameMaximumLength',
    resource: 'Gateway',
    objects: [longest],
    check: (world) => gatewayCondition(world, longest, { type: 'Accepted', observedGeneration: 1 }),
  },
  {
    name: 'GatewayOptionalAddressValue',
    resource: 'Gateway',
    feature: 'GatewayAddressEmpty',
    objects: [anyAddress],
    async check(world) {
      await gatewayCondition(world, anyAddress, { type: 'Accepted', status: 'True' });
      expect((await world.get(anyAddress)).status?.addresses).toEqual([usable]);
    },
  },
  {
    name: 'GatewayStaticAddresses',
    resource: 'Gateway',
    feature: 'GatewayStaticAddresses',
    objects: [fixed],
    async check(world) {
      await gatewayCondition(world, fixed, { type: 'Accepted', status: 'False', reason: 'UnsupportedAddress' });
      await world.patch(fixed, { spec: { addresses: [unusable, usable] } });
      await gatewayCondition(world, fixed, { type: 'Accepted', status: 'True', reason: 'Accepted' });
      await gatewayCondition(world, fixed, { type: 'Programmed', status: 'False', reason: 'AddressNotUsable' });
      await world.patch(fixed, { spec: { addresses: [usable] } });
      await gatewayCondition(world, fixed, { type: 'Programmed', status: 'True', reason: 'Programmed' });
      await listenerStates(world, fixed, 'http', { Accepted: 'True', ResolvedRefs: 'True' });
      expect((await world.get(fixed)).status?.addresses).toEqual([usable]);
    },
  },
  {
    name: 'GatewayFrontendClientCertificateValidation',
    resource: 'Gateway',
    feature: clientCertificates,
    objects: [...authorities, validating, ...validatedRoutes('validating')],
    async check(world) {
      expect(await answers(world, 'validating', 443, trusted)).toBe('one');
      expect(await answers(world, 'validating', 443, perPort)).toBeUndefined();
      expect(await answers(world, 'validating', 443)).toBeUndefined();
      expect(await answers(world, 'validating', 8443, perPort)).toBe('two');
      expect(await answers(world, 'validating', 8443, trusted)).toBeUndefined();
    },
  },
  {
    name: 'GatewayFrontendClientCertificateValidationInsecureFallback',
    resource: 'Gateway',
    feature: `${clientCertificates}InsecureFallback`,
    objects: [...authorities, lenient, ...validatedRoutes('lenient')],
    async check(world) {
      await gatewayCondition(world, lenient, { type: 'InsecureFrontendValidationMode', status: 'True', reason: 'ConfigurationChanged' });
      for (const client of [trusted, perPort, undefined]) {
        expect(await answers(world, 'lenient', 443, client)).toBe('one');
        expect(await answers(world, 'lenient', 8443, client)).toBe('two');
      }
    },
  },
  {
    name: 'GatewayFrontendInvalidDefaultClientCertificateValidation',
    resource: 'Gateway',
    feature: clientCertificates,
    objects: [
      ...authorities,
      invalidDefault,
      httpRoute('on-invalid-default', [{ backendRefs: [to('one')] }], { parents: ['invalid-default'], hostnames: ['example.org'] }),
    ],
    at: { gateway: 'invalid-default' },
    requests: [['example.org/', 'one']],
    async check(world) {
      await listenerStates(world, invalidDefault, 'http', { Accepted: 'True', ResolvedRefs: 'True', Programmed: 'True' });
      const states = { ResolvedRefs: 'InvalidCACertificateRef', Accepted: 'NoValidCACertificate', Programmed: 'False' };
      await listenerStates(world, invalidDefault, 'https', states);
      expect(() => world.portOf('invalid-default', 443)).toThrow('no port 443');
    },
  },
  {
    name: 'GatewayInvalidFrontendClientCertificateValidation',
    resource: 'Gateway',
    feature: clientCertificates,
    objects: [...authorities, invalidClients],
    async check(world) {
      await listenerStates(world, invalidClients, 'https', { Accepted: 'True', ResolvedRefs: 'True', Programmed: 'True' });
      const none = { Accepted: 'NoValidCACertificate', Programmed: 'False' };
      await listenerStates(world, invalidClients, 'unresolved', { ...none, ResolvedRefs: 'InvalidCACertificateRef' });
      await listenerStates(world, invalidClients, 'invalid-kind', { ...none, ResolvedRefs: 'InvalidCACertificateKind' });
      await listenerStates(world, invalidClients, 'not-granted', { ...none, ResolvedRefs: 'RefNotPermitted' });
    },
  },
];
