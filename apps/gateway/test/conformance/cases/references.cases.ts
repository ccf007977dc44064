import { expect } from 'vitest';
import { until } from '../../platform.ts';
import type { Case } from '../conformance-case.ts';
import { exact, gateway, gatewayApi, grant, http, httpRoute, infra, type Manifest, prefix, to, under } from '../objects.ts';
import { acceptedReason, attachedTo, isAccepted, isResolved, listenerStates, resolvedReason } from '../statements.ts';

const base = gateway('same-namespace', []);
const toWeb = to('web', { namespace: 'web' });
const webRoute = (name: string) => httpRoute(name, [{ backendRefs: [toWeb] }]);
const fromRoutes = { kind: 'HTTPRoute', namespace: infra };
const toService = { kind: 'Service', name: 'web' };
const granted = grant('granted', 'web', fromRoutes, toService);

/** Grants that look right, each wrong in one thing. */
const wrongGrants = [
  grant('wrong-namespace', infra, fromRoutes, toService),
  grant('wrong-from-group', 'web', { ...fromRoutes, group: 'other.example' }, toService),
  grant('wrong-from-kind', 'web', { ...fromRoutes, kind: 'Gateway' }, toService),
  grant('wrong-from-namespace', 'web', { ...fromRoutes, namespace: 'other' }, toService),
  grant('wrong-to-group', 'web', fromRoutes, { ...toService, group: 'other.example' }),
  grant('wrong-to-kind', 'web', fromRoutes, { ...toService, kind: 'Secret' }),
  grant('wrong-to-name', 'web', fromRoutes, { ...toService, name: 'other' }),
];

/** A route that its parent does not take. */
function refused(name: string, route: Manifest, reason: string, more: Partial<Case> = {}): Case {
  return {
    name,
    resource: 'HTTPRoute',
    objects: [route],
    async check(world) {
      await acceptedReason(world, route, reason);
      await isResolved(world, route);
      await attachedTo(world, base, { http: 0 });
    },
    ...more,
  };
}

/** A route to a backend that cannot be: its condition says why, and requests get 500. */
function unresolved(name: string, route: Manifest, reason: string, more: Partial<Case> = {}): Case {
  return {
    name,
    resource: 'HTTPRoute',
    objects: [route],
    requests: [['/', 500]],
    async check(world) {
      await isAccepted(world, route);
      await resolvedReason(world, route, reason);
    },
    ...more,
  };
}

const onlyTls = gateway('tls-only', [
  http('tls', {
    port: 443,
    protocol: 'TLS',
    tls: { mode: 'Passthrough' },
    allowedRoutes: { namespaces: { from: 'Same' }, kinds: [{ kind: 'TLSRoute' }] },
  }),
]);
const disallowed = httpRoute('disallowed', [{ backendRefs: [to('one')] }], { parents: ['tls-only'] });
const onePort = gateway('one-port', [http('http', { allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }], namespaces: { from: 'All' } } })]);
const otherPort = httpRoute('other-port', [{ backendRefs: [to('one')] }], {
  parents: [{ name: 'one-port', sectionName: 'http', port: 81 }],
});
const half = httpRoute('half-granted', [
  under('/v2', { backendRefs: [to('app-two', { namespace: 'app' })] }),
  { backendRefs: [to('app-one', { namespace: 'app' })] },
]);
const bump = httpRoute('generation', [{ backendRefs: [to('one')] }]);

/** What routes refer to, and what is said where that leads nowhere. */
export const referenceCases: readonly Case[] = [
  unresolved(
    'HTTPRouteInvalidBackendRefUnknownKind',
    httpRoute('unknown-kind', [{ backendRefs: [{ group: 'unknown.example.com', kind: 'NonExistent', name: 'one', port: 8080 }] }]),
    'InvalidKind',
  ),
  unresolved('HTTPRouteInvalidNonExistentBackendRef', httpRoute('nowhere', [{ backendRefs: [to('nonexistent')] }]), 'BackendNotFound'),
  unresolved('HTTPRouteInvalidCrossNamespaceBackendRef', webRoute('not-granted'), 'RefNotPermitted', { resource: 'ReferenceGrant' }),
  unresolved('HTTPRouteInvalidReferenceGrant', webRoute('wrongly-granted'), 'RefNotPermitted', {
    resource: 'ReferenceGrant',
    objects: [...wrongGrants, webRoute('wrongly-granted')],
  }),
  {
    name: 'HTTPRouteReferenceGrant',
    resource: 'ReferenceGrant',
    objects: [granted, webRoute('granted')],
    requests: [['/', 'web']],
    async check(world) {
      await isResolved(world, webRoute('granted'));
      await world.remove([granted]);
      await until('the grant is gone', async () => (await world.ask('same-namespace', {})).status === 500);
    },
  },
  {
    name: 'HTTPRoutePartiallyInvalidViaInvalidReferenceGrant',
    resource: 'ReferenceGrant',
    objects: [grant('half', 'app', fromRoutes, { kind: 'Service', name: 'app-one' }), half],
    requests: [
      ['/v2', 500],
      ['/', 'app-one'],
    ],
    async check(world) {
      await isAccepted(world, half);
      await resolvedReason(world, half, 'RefNotPermitted');
    },
  },
  refused(
    'HTTPRouteInvalidCrossNamespaceParentRef',
    httpRoute('foreign', [{ backendRefs: [to('web')] }], { namespace: 'web', parents: [{ name: 'same-namespace', namespace: infra }] }),
    'NotAllowedByListeners',
  ),
  refused(
    'HTTPRouteInvalidParentRefNotMatchingListenerPort',
    httpRoute('no-such-port', [{ backendRefs: [to('one')] }], { parents: [{ name: 'same-namespace', port: 81 }] }),
    'NoMatchingParent',
    { feature: 'HTTPRouteDestinationPortMatching' },
  ),
  refused(
    'HTTPRouteInvalidParentRefNotMatchingSectionName',
    httpRoute('no-such-listener', [{ backendRefs: [to('one')] }], {
      parents: [{ name: 'same-namespace', port: 80, sectionName: 'http1' }],
    }),
    'NoMatchingParent',
  ),
  refused('HTTPRouteInvalidParentRefSectionNameNotMatchingPort', otherPort, 'NoMatchingParent', {
    feature: 'HTTPRouteParentRefPort',
    objects: [onePort, otherPort],
    async check(world) {
      await acceptedReason(world, otherPort, 'NoMatchingParent');
      await attachedTo(world, onePort, { http: 0 });
    },
  }),
  refused('HTTPRouteDisallowedKind', disallowed, 'NotAllowedByListeners', {
    objects: [onlyTls, disallowed],
    async check(world) {
      await acceptedReason(world, disallowed, 'NotAllowedByListeners');
      await isResolved(world, disallowed);
      await attachedTo(world, onlyTls, { tls: 0 });
      await listenerStates(world, onlyTls, 'tls', { Accepted: 'UnsupportedProtocol' });
    },
  }),
  {
    name: 'HTTPRouteNoBackendRefs',
    resource: 'HTTPRoute',
    objects: [
      httpRoute('no-backends', [
        { matches: [exact('/omitted')] },
        { matches: [exact('/empty')], backendRefs: [] },
        { matches: [prefix('/')], backendRefs: [to('one')] },
      ]),
    ],
    requests: [
      ['/forward', 'one'],
      ['/omitted', 500],
      ['/empty', 500],
    ],
  },
  {
    name: 'HTTPRouteMultipleGateways',
    resource: 'HTTPRoute',
    objects: [
      httpRoute('shared', [under('/shared', { backendRefs: [to('one')] })], { parents: ['same-namespace', 'all-namespaces'] }),
      httpRoute('only-same', [{ backendRefs: [to('two')] }]),
      httpRoute('only-all', [{ backendRefs: [to('three')] }], { parents: ['all-namespaces'] }),
    ],
    requests: [
      ['/shared', 'one'],
      ['/', 'two'],
    ],
    async check(world) {
      expect((await world.ask('all-namespaces', { path: '/shared' })).echoed?.backend).toBe('one');
      expect((await world.ask('all-namespaces', {})).echoed?.backend).toBe('three');
    },
  },
  {
    name: 'HTTPRouteServiceTypes, as backends of every kind',
    resource: 'HTTPRoute',
    objects: [
      {
        apiVersion: 'gateway.dizuo/v1alpha1',
        kind: 'Upstream',
        metadata: { name: 'none-ready', namespace: infra },
        spec: { addresses: [{ host: '127.0.0.1', port: 1, weight: 0 }] },
      },
      httpRoute('kinds', [
        under('/service', { backendRefs: [to('one')] }),
        under('/upstream', { backendRefs: [{ group: 'gateway.dizuo', kind: 'Upstream', name: 'two' }] }),
        under('/none-ready', { backendRefs: [to('none-ready')] }),
      ]),
    ],
    requests: [
      ['/service', 'one'],
      ['/upstream', 'two'],
      ['/none-ready', 503],
    ],
  },
  {
    name: 'HTTPRouteObservedGenerationBump',
    resource: 'HTTPRoute',
    objects: [bump],
    async check(world) {
      const { generation } = (await world.get(bump)).metadata;
      await world.patch(bump, { spec: { rules: [{ backendRefs: [to('two')] }] } });
      const { metadata, status } = await world.get(bump);
      expect(metadata.generation).toBe((generation ?? 0) + 1);
      for (const { conditions } of status?.parents ?? [])
        for (const condition of conditions) expect(condition.observedGeneration).toBe(metadata.generation);
      expect(status?.parents?.[0]?.parentRef).toMatchObject({ group: gatewayApi, kind: 'Gateway', name: 'same-namespace' });
      expect((await world.ask('same-namespace', {})).echoed?.backend).toBe('two');
    },
  },
];
