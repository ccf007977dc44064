import type { Case } from '../conformance-case.ts';
import { exact, gateway, http, httpRoute, pairs, prefix, to, under } from '../objects.ts';
import { acceptedReason, attachedTo, shareOf } from '../statements.ts';

const headers = (values: Record<string, string>) => ({ headers: pairs(values) });
const query = (values: Record<string, string>) => ({ queryParams: pairs(values) });
const rule = (backend: string, ...matches: object[]) => ({ matches, backendRefs: [to(backend)] });

const intersection = gateway('intersection', [
  http('specific', { hostname: 'very.specific.com' }),
  http('wildcard', { hostname: '*.wildcard.io' }),
  http('another', { hostname: '*.another.io' }),
]);
const onIntersection = { parents: ['intersection'] };
const outside = httpRoute('outside', [under('/s5', { backendRefs: [to('two')] })], {
  ...onIntersection,
  hostnames: ['specific.but.wrong.com', 'wildcard.io'],
});

const hosts = ['bar.com', 'bar.example.com', 'bar.foo.example.com', 'abc.foo.example.com'];
const isolated = ['', '*.example.com', '*.foo.example.com', 'abc.foo.example.com'];
const isolatedListeners = isolated.map((hostname, i) =>
  http(`l${i}`, { ...(hostname ? { hostname } : {}), allowedRoutes: { namespaces: { from: 'All' } } }),
);

/** Each host is served by the most specific listener alone. `hostnames`: routes name hosts too, that reach further than their listener. */
function isolation(name: string, hostnames?: string[]): Case {
  return {
    name: hostnames ? 'GatewayHTTPListenerIsolation, with host names of routes' : 'GatewayHTTPListenerIsolation',
    resource: 'Gateway',
    feature: 'GatewayHTTPListenerIsolation',
    objects: [
      gateway(name, isolatedListeners),
      ...isolated.map((_, i) =>
        httpRoute(`${name}-${i}`, [under(`/l${i}`, { backendRefs: [to('one')] })], {
          parents: [{ name, sectionName: `l${i}` }],
          ...(hostnames ? { hostnames } : {}),
        }),
      ),
    ],
    at: { gateway: name },
    requests: hosts.flatMap((host, i) => isolated.map((_, j): [string, string | number] => [`${host}/l${j}`, i === j ? 'one' : 404])),
  };
}

/** Which rule a request belongs to. */
export const matchingCases: readonly Case[] = [
  {
    name: 'HTTPRouteSimpleSameNamespace',
    resource: 'HTTPRoute',
    objects: [httpRoute('simple', [{ backendRefs: [to('one')] }])],
    requests: [['/', 'one']],
  },
  {
    name: 'HTTPRouteMatching',
    resource: 'HTTPRoute',
    objects: [
      httpRoute('matching', [
        rule('one', prefix('/'), headers({ version: 'one' })),
        rule('two', prefix('/v2'), headers({ version: 'two' })),
      ]),
    ],
    requests: [
      ['/', 'one'],
      ['/example', 'one'],
      ['/', 'one', { headers: { Version: 'one' } }],
      ['/v2', 'two'],
      ['/v2/example', 'two'],
      ['/', 'two', { headers: { Version: 'two' } }],
      ['/v2/', 'two'],
      ['/v2example', 'one'],
      ['/foo/v2/example', 'one'],
    ],
  },
  {
    name: 'HTTPRouteMatchingAcrossRoutes',
    resource: 'HTTPRoute',
    objects: [
      httpRoute('part-one', [rule('one', prefix('/'), headers({ version: 'one' }))], { hostnames: ['example.com', 'example.net'] }),
      httpRoute('part-two', [rule('two', prefix('/v2'), headers({ version: 'two' }))], { hostnames: ['example.com'] }),
    ],
    requests: [
      ['example.com/', 'one'],
      ['example.com/example', 'one'],
      ['example.net/example', 'one'],
      ['example.com/example', 'one', { headers: { version: 'one' } }],
      ['example.com/v2', 'two'],
      ['example.net/v2', 'one'],
      ['example.com/v2/example', 'two'],
      ['example.com/', 'two', { headers: { version: 'two' } }],
    ],
  },
  {
    name: 'HTTPExactPathMatching',
    resource: 'HTTPRoute',
    objects: [httpRoute('exact', [rule('one', exact('/one')), rule('two', exact('/two'))])],
    requests: [
      ['/one', 'one'],
      ['/two', 'two'],
      ['/', 404],
      ['/one/example', 404],
      ['/two/', 404],
      ['/Two', 404],
    ],
  },
  {
    name: 'HTTPRouteHeaderMatching',
    resource: 'HTTPRoute',
    objects: [
      httpRoute('header-matching', [
        rule('one', headers({ version: 'one' })),
        rule('two', headers({ version: 'two' })),
        rule('one', headers({ version: 'two', color: 'orange' })),
        rule('one', headers({ color: 'blue' }), headers({ color: 'green' })),
        rule('two', headers({ color: 'red' }), headers({ color: 'yellow' })),
      ]),
    ],
    requests: [
      ['/', 'one', { headers: { Version: 'one' } }],
      ['/', 'two', { headers: { Version: 'two' } }],
      ['/', 'one', { headers: { Version: 'two', Color: 'orange' } }],
      ['/', 'two', { headers: { Version: 'two', Color: 'blue' } }],
      ['/', 404, { headers: { Color: 'orange' } }],
      ['/', 404, { headers: { 'Some-Other': 'one' } }],
      ['/', 'one', { headers: { Color: 'blue' } }],
      ['/', 'one', { headers: { Color: 'green' } }],
      ['/', 'two', { headers: { Color: 'red' } }],
      ['/', 'two', { headers: { Color: 'yellow' } }],
      ['/', 404, { headers: { Color: 'purple' } }],
    ],
  },
  {
    name: 'HTTPRouteMethodMatching',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteMethodMatching',
    objects: [
      httpRoute('methods', [
        rule('one', { method: 'POST' }),
        rule('two', { method: 'GET' }),
        rule('one', { ...prefix('/path1'), method: 'GET' }),
        rule('two', { ...headers({ version: 'one' }), method: 'PUT' }),
        rule('three', { ...prefix('/path2'), ...headers({ version: 'two' }), method: 'POST' }),
        rule('one', { ...prefix('/path3'), method: 'PATCH' }, { ...prefix('/path4'), ...headers({ version: 'three' }), method: 'DELETE' }),
        rule('one', prefix('/path5')),
        rule('two', { method: 'PATCH' }),
        rule('three', headers({ version: 'four' })),
      ]),
    ],
    requests: [
      ['POST /', 'one'],
      ['GET /', 'two'],
      ['HEAD /', 404],
      ['GET /path1', 'one'],
      ['PUT /', 'two', { headers: { version: 'one' } }],
      ['POST /path2', 'three', { headers: { version: 'two' } }],
      ['PATCH /path3', 'one'],
      ['DELETE /path4', 'one', { headers: { version: 'three' } }],
      ['PUT /', 404],
      ['DELETE /path4', 404],
      ['PATCH /path5', 'one'],
      ['PATCH /', 'two', { headers: { version: 'four' } }],
    ],
  },
  {
    name: 'HTTPRouteQueryParamMatching',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteQueryParamMatching',
    objects: [
      httpRoute('query', [
        rule('one', query({ animal: 'whale' })),
        rule('two', query({ animal: 'dolphin' })),
        rule('three', query({ animal: 'dolphin', color: 'blue' }), query({ ANIMAL: 'Whale' })),
        rule('one', { ...prefix('/path1'), ...query({ animal: 'whale' }) }),
        rule('two', { ...headers({ version: 'one' }), ...query({ animal: 'whale' }) }),
        rule('three', { ...prefix('/path2'), ...headers({ version: 'two' }), ...query({ animal: 'whale' }) }),
        rule(
          'one',
          { ...prefix('/path3'), ...query({ animal: 'shark' }) },
          { ...prefix('/path4'), ...headers({ version: 'three' }), ...query({ animal: 'kraken' }) },
        ),
        rule('one', prefix('/path5')),
        rule('two', query({ animal: 'hydra' })),
        rule('three', headers({ version: 'four' })),
      ]),
    ],
    requests: [
      ['/?animal=whale', 'one'],
      ['/?animal=dolphin', 'two'],
      ['/?animal=dolphin&color=blue', 'three'],
      ['/?ANIMAL=Whale', 'three'],
      ['/?animal=whale&other=irrelevant', 'one'],
      ['/?animal=dolphin&color=yellow', 'two'],
      ['/?color=blue', 404],
      ['/?animal=dog', 404],
      ['/?animal=whaledolphin', 404],
      ['/', 404],
      ['/path1?animal=whale', 'one'],
      ['/?animal=whale', 'two', { headers: { version: 'one' } }],
      ['/path2?animal=whale', 'three', { headers: { version: 'two' } }],
      ['/path3?animal=shark', 'one'],
      ['/path4?animal=kraken', 'one', { headers: { version: 'three' } }],
      ['/?animal=shark', 404],
      ['/path4?animal=kraken', 404],
      ['/path5?animal=hydra', 'one'],
      ['/?animal=hydra', 'three', { headers: { version: 'four' } }],
    ],
  },
  {
    name: 'HTTPRoutePathMatchOrder',
    resource: 'HTTPRoute',
    objects: [
      httpRoute('path-order', [
        rule('one', exact('/match')),
        rule('two', exact('/match/exact')),
        rule('three', exact('/match/exact/one')),
        rule('three', prefix('/match/')),
        rule('one', prefix('/match/prefix/')),
        rule('two', prefix('/match/prefix/one')),
      ]),
    ],
    requests: [
      ['/match/exact/one', 'three'],
      ['/match/exact', 'two'],
      ['/match', 'one'],
      ['/match/prefix/one/any', 'two'],
      ['/match/prefix/any', 'one'],
      ['/match/any', 'three'],
    ],
  },
  {
    name: 'HTTPRouteNamedRule',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteNamedRouteRule',
    objects: [httpRoute('named', [{ name: 'named-rule', ...rule('one', prefix('/named')) }, rule('two', prefix('/unnamed'))])],
    requests: [
      ['/named', 'one'],
      ['/unnamed', 'two'],
    ],
  },
  {
    name: 'HTTPRouteWeight',
    resource: 'HTTPRoute',
    objects: [httpRoute('weights', [{ backendRefs: [to('one', { weight: 70 }), to('two', { weight: 30 }), to('three', { weight: 0 })] }])],
    async check(world) {
      await shareOf({ one: 0.7, two: 0.3, three: 0 }, async () => (await world.ask('same-namespace', {})).echoed?.backend);
    },
  },
  {
    name: 'HTTPRouteCrossNamespace',
    resource: 'HTTPRoute',
    objects: [
      httpRoute('cross-namespace', [{ backendRefs: [to('web')] }], {
        namespace: 'web',
        parents: [{ name: 'backend-namespaces', namespace: 'infra' }],
      }),
    ],
    at: { gateway: 'backend-namespaces' },
    requests: [['/', 'web']],
  },
  {
    name: 'HTTPRouteHostnameIntersection',
    resource: 'HTTPRoute',
    objects: [
      intersection,
      httpRoute('specific-in-specific', [under('/s1', { backendRefs: [to('one')] })], {
        ...onIntersection,
        hostnames: ['non.matching.com', '*.nonmatchingwildcard.io', 'very.specific.com'],
      }),
      httpRoute('specific-in-wildcard', [under('/s2', { backendRefs: [to('two')] })], {
        ...onIntersection,
        hostnames: ['non.matching.com', 'wildcard.io', 'foo.wildcard.io', 'bar.wildcard.io', 'foo.bar.wildcard.io'],
      }),
      httpRoute('wildcard-in-specific', [under('/s3', { backendRefs: [to('three')] })], {
        ...onIntersection,
        hostnames: ['non.matching.com', '*.specific.com'],
      }),
      httpRoute('wildcard-in-wildcard', [under('/s4', { backendRefs: [to('one')] })], { ...onIntersection, hostnames: ['*.another.io'] }),
      outside,
    ],
    at: { gateway: 'intersection' },
    requests: [
      ['very.specific.com/s1', 'one'],
      ['very.specific.com:1234/s1', 'one'],
      ['non.matching.com/s1', 404],
      ['foo.nonmatchingwildcard.io/s1', 404],
      ['foo.wildcard.io/s1', 404],
      ['very.specific.com/other', 404],
      ['foo.wildcard.io/s2', 'two'],
      ['bar.wildcard.io/s2', 'two'],
      ['foo.bar.wildcard.io/s2', 'two'],
      ['non.matching.com/s2', 404],
      ['wildcard.io/s2', 404],
      ['very.specific.com/s2', 404],
      ['foo.wildcard.io/other', 404],
      ['very.specific.com/s3', 'three'],
      ['non.matching.com/s3', 404],
      ['foo.specific.com/s3', 404],
      ['foo.wildcard.io/s3', 404],
      ['foo.another.io/s4', 'one'],
      ['bar.another.io/s4', 'one'],
      ['foo.bar.another.io/s4', 'one'],
      ['another.io/s4', 404],
      ['foo.wildcard.io/s4', 404],
      ['very.specific.com/s4', 404],
      ['foo.another.io/other', 404],
      ['specific.but.wrong.com/s5', 404],
      ['wildcard.io/s5', 404],
    ],
    async check(world) {
      await acceptedReason(world, outside, 'NoMatchingListenerHostname');
      await attachedTo(world, intersection, { specific: 2, wildcard: 1, another: 1 });
    },
  },
  {
    name: 'HTTPRouteHostnameIntersection, a listener for any host',
    resource: 'HTTPRoute',
    objects: [
      gateway('any-host', [http('any')]),
      httpRoute('on-any-host', [{ backendRefs: [to('two')] }], {
        parents: ['any-host'],
        hostnames: ['first.com', 'sub.first.com', 'second.com', 'sub.second.com'],
      }),
    ],
    at: { gateway: 'any-host' },
    requests: [
      ['first.com/', 'two'],
      ['sub.first.com/', 'two'],
      ['second.com/', 'two'],
      ['sub.second.com/', 'two'],
      ['third.com/', 404],
      ['sub.third.com/', 404],
    ],
  },
  {
    name: 'HTTPRouteListenerHostnameMatching',
    resource: 'HTTPRoute',
    objects: [
      gateway('hosts', [
        http('bar', { hostname: 'bar.com' }),
        http('foo-bar', { hostname: 'foo.bar.com' }),
        http('all-bar', { hostname: '*.bar.com' }),
        http('all-foo', { hostname: '*.foo.com' }),
      ]),
      httpRoute('on-bar', [{ backendRefs: [to('one')] }], { parents: [{ name: 'hosts', sectionName: 'bar' }] }),
      httpRoute('on-foo-bar', [{ backendRefs: [to('two')] }], { parents: [{ name: 'hosts', sectionName: 'foo-bar' }] }),
      httpRoute('on-all', [{ backendRefs: [to('three')] }], {
        parents: [
          { name: 'hosts', sectionName: 'all-bar' },
          { name: 'hosts', sectionName: 'all-foo' },
        ],
      }),
    ],
    at: { gateway: 'hosts' },
    requests: [
      ['bar.com/', 'one'],
      ['foo.bar.com/', 'two'],
      ['baz.bar.com/', 'three'],
      ['boo.bar.com/', 'three'],
      ['multiple.prefixes.bar.com/', 'three'],
      ['multiple.prefixes.foo.com/', 'three'],
      ['foo.com/', 404],
      ['no.matching.host/', 404],
    ],
  },
  {
    name: 'HTTPRouteListenerPortMatching',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteParentRefPort',
    objects: [
      gateway('ports', [
        http('l1', { hostname: 'foo.com' }),
        http('l2', { hostname: 'foo.com', port: 8080 }),
        http('l3', { hostname: 'bar.com', port: 8080 }),
        http('l4', { hostname: 'foo.com', port: 8090 }),
        http('l5', { hostname: 'bar.com', port: 8090 }),
      ]),
      httpRoute('on-80', [{ backendRefs: [to('one')] }], { parents: [{ name: 'ports', port: 80 }] }),
      httpRoute('on-8080', [{ backendRefs: [to('two')] }], { parents: [{ name: 'ports', port: 8080 }] }),
      httpRoute('on-8090', [{ backendRefs: [to('three')] }], { parents: [{ name: 'ports', port: 8090, sectionName: 'l4' }] }),
    ],
    at: { gateway: 'ports' },
    requests: [
      ['foo.com/', 'one'],
      ['foo.com:8080/', 'two', { port: 8080 }],
      ['bar.com:8080/', 'two', { port: 8080 }],
      ['foo.com:8090/', 'three', { port: 8090 }],
      ['bar.com:8090/', 404, { port: 8090 }],
    ],
  },
  isolation('isolation'),
  isolation('isolation-by-routes', hosts),
];
