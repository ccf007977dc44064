import type { Case, Expected } from '../conformance-case.ts';
import { full, gateway, http, httpRoute, redirect, replaced, rewrite, to, under } from '../objects.ts';

type Location = NonNullable<Exclude<Expected, string | number>['location']>;
const found = (location: Location, status = 302) => ({ status, location });
const org = { hostname: 'example.org' };

const statusCase = (status: number, path: string, method: string): Case => ({
  name: `HTTPRoute${status}Redirect`,
  resource: 'HTTPRoute',
  feature: `HTTPRoute${status}RedirectStatusCode`,
  objects: [httpRoute(`redirect-${status}`, [under(path, redirect({ statusCode: status }))])],
  requests: [[`${method} ${path}`, found({ path }, status)]],
});

/** Redirects by scheme and port: `{path: filter}`. */
const rules = (filters: Record<string, object>) =>
  Object.entries(filters).map(([path, more]) => under(path, redirect({ ...org, ...more })));
const tls = { servername: 'example.org' };

/** Answers that send clients elsewhere, and requests that backends see with another host or path. */
export const redirectCases: readonly Case[] = [
  {
    name: 'HTTPRouteRedirectHostAndStatus',
    resource: 'HTTPRoute',
    objects: [
      httpRoute('redirect-host', [under('/host', redirect(org)), under('/host-and-status', redirect({ ...org, statusCode: 301 }))]),
    ],
    requests: [
      ['/host', found({ host: 'example.org', path: '/host' })],
      ['/host-and-status', found({ host: 'example.org' }, 301)],
    ],
  },
  {
    name: 'HTTPRouteRedirectPath',
    resource: 'HTTPRoute',
    feature: 'HTTPRoutePathRedirect',
    objects: [
      httpRoute('redirect-path', [
        under('/original-prefix', redirect(replaced('/replacement'))),
        under('/full', redirect(full('/full-replacement'))),
        under('/path-and-host', redirect({ ...org, ...replaced('/replacement') })),
        under('/path-and-status', redirect({ ...replaced('/replacement'), statusCode: 301 })),
        under('/full-and-host', redirect({ ...org, ...full('/replacement-full') })),
        under('/full-and-status', redirect({ ...full('/replacement-full'), statusCode: 301 })),
      ]),
    ],
    requests: [
      ['/original-prefix/lemon', found({ path: '/replacement/lemon' })],
      ['/full/path/original', found({ path: '/full-replacement' })],
      ['/path-and-host', found({ host: 'example.org', path: '/replacement' })],
      ['/path-and-status', found({ path: '/replacement' }, 301)],
      ['/full-and-host', found({ host: 'example.org', path: '/replacement-full' })],
      ['/full-and-status', found({ path: '/replacement-full' }, 301)],
    ],
  },
  {
    name: 'HTTPRouteRedirectPort',
    resource: 'HTTPRoute',
    feature: 'HTTPRoutePortRedirect',
    objects: [
      httpRoute('redirect-port', [
        under('/port', redirect({ port: 8083 })),
        under('/port-and-host', redirect({ ...org, port: 8083 })),
        under('/port-and-status', redirect({ port: 8083, statusCode: 301 })),
        under('/port-host-status', redirect({ ...org, port: 8083, statusCode: 302 })),
      ]),
    ],
    requests: [
      ['/port', found({ host: 'conformance.example', port: '8083' })],
      ['/port-and-host', found({ host: 'example.org', port: '8083' })],
      ['/port-and-status', found({ port: '8083' }, 301)],
      ['/port-host-status', found({ host: 'example.org', port: '8083' })],
    ],
  },
  {
    name: 'HTTPRouteRedirectScheme',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteSchemeRedirect',
    objects: [
      httpRoute('redirect-scheme', [
        under('/scheme', redirect({ scheme: 'https' })),
        under('/scheme-and-host', redirect({ ...org, scheme: 'https' })),
        under('/scheme-and-status', redirect({ scheme: 'https', statusCode: 301 })),
        under('/scheme-host-status', redirect({ ...org, scheme: 'https', statusCode: 302 })),
      ]),
    ],
    requests: [
      ['/scheme', found({ scheme: 'https', port: '' })],
      ['/scheme-and-host', found({ scheme: 'https', host: 'example.org' })],
      ['/scheme-and-status', found({ scheme: 'https' }, 301)],
      ['/scheme-host-status', found({ scheme: 'https', host: 'example.org' })],
    ],
  },
  {
    name: 'HTTPRouteRedirectPortAndScheme, a listener on port 80',
    resource: 'HTTPRoute',
    feature: 'HTTPRoutePortRedirect',
    objects: [
      httpRoute(
        'redirect-from-80',
        rules({
          '/nothing': {},
          '/port-80': { port: 80 },
          '/port-8080': { port: 8080 },
          '/https': { scheme: 'https' },
          '/https-443': { scheme: 'https', port: 443 },
          '/https-8443': { scheme: 'https', port: 8443 },
        }),
      ),
    ],
    requests: [
      ['/nothing', found({ scheme: 'http', host: 'example.org', port: '' })],
      ['/port-80', found({ scheme: 'http', host: 'example.org', port: '' })],
      ['/port-8080', found({ scheme: 'http', host: 'example.org', port: '8080' })],
      ['/https', found({ scheme: 'https', host: 'example.org', port: '' })],
      ['/https-443', found({ scheme: 'https', host: 'example.org', port: '' })],
      ['/https-8443', found({ scheme: 'https', host: 'example.org', port: '8443' })],
    ],
  },
  {
    name: 'HTTPRouteRedirectPortAndScheme, a listener on port 8080',
    resource: 'HTTPRoute',
    feature: 'GatewayPort8080',
    objects: [
      gateway('on-8080', [http('http', { port: 8080 })]),
      httpRoute('redirect-from-8080', rules({ '/nothing': {}, '/port-80': { port: 80 }, '/https': { scheme: 'https' } }), {
        parents: ['on-8080'],
      }),
    ],
    at: { gateway: 'on-8080', port: 8080 },
    requests: [
      ['/nothing', found({ scheme: 'http', host: 'example.org', port: '8080' })],
      ['/port-80', found({ scheme: 'http', host: 'example.org', port: '' })],
      ['/https', found({ scheme: 'https', host: 'example.org', port: '' })],
    ],
  },
  {
    name: 'HTTPRouteRedirectPortAndScheme, a listener on port 443',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteSchemeRedirect',
    objects: [
      httpRoute(
        'redirect-from-443',
        rules({
          '/nothing': {},
          '/port-443': { port: 443 },
          '/port-8443': { port: 8443 },
          '/http': { scheme: 'http' },
          '/http-80': { scheme: 'http', port: 80 },
          '/http-8080': { scheme: 'http', port: 8080 },
        }),
        { parents: ['secure'] },
      ),
    ],
    at: { gateway: 'secure', port: 443 },
    requests: [
      ['example.org/nothing', found({ scheme: 'https', host: 'example.org', port: '' }), { tls }],
      ['example.org/port-443', found({ scheme: 'https', host: 'example.org', port: '' }), { tls }],
      ['example.org/port-8443', found({ scheme: 'https', host: 'example.org', port: '8443' }), { tls }],
      ['example.org/http', found({ scheme: 'http', host: 'example.org', port: '' }), { tls }],
      ['example.org/http-80', found({ scheme: 'http', host: 'example.org', port: '' }), { tls }],
      ['example.org/http-8080', found({ scheme: 'http', host: 'example.org', port: '8080' }), { tls }],
    ],
  },
  statusCase(303, '/see-other', 'POST'),
  statusCase(307, '/temporary', 'GET'),
  statusCase(308, '/permanent', 'GET'),
  {
    name: 'HTTPRouteRewriteHost',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteHostRewrite',
    objects: [
      httpRoute(
        'rewrite-host',
        [
          under('/one', { filters: [rewrite({ hostname: 'one.example.org' })], backendRefs: [to('one')] }),
          { filters: [rewrite(org)], backendRefs: [to('two')] },
        ],
        { hostnames: ['rewrite.example'] },
      ),
    ],
    requests: [
      ['rewrite.example/one', { from: 'one', got: { host: 'one.example.org', path: '/one' } }],
      ['rewrite.example/two', { from: 'two', got: { host: 'example.org', path: '/two' } }],
    ],
  },
  {
    name: 'HTTPRouteRewritePath',
    resource: 'HTTPRoute',
    feature: 'HTTPRoutePathRewrite',
    objects: [
      httpRoute('rewrite-path', [
        under('/prefix/one', { filters: [rewrite(replaced('/one'))], backendRefs: [to('one')] }),
        under('/strip-prefix', { filters: [rewrite(replaced('/'))], backendRefs: [to('one')] }),
        under('/full/one', { filters: [rewrite(full('/one'))], backendRefs: [to('one')] }),
      ]),
    ],
    requests: [
      ['/prefix/one/two', { from: 'one', got: { path: '/one/two' } }],
      ['/strip-prefix/three', { from: 'one', got: { path: '/three' } }],
      ['/strip-prefix', { from: 'one', got: { path: '/' } }],
      ['/full/one/two', { from: 'one', got: { path: '/one' } }],
      ['/prefix/one/two?a=b', { from: 'one', got: { path: '/one/two?a=b' } }],
    ],
  },
  {
    name: 'HTTPRouteBackendURLRewrite',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteBackendURLRewrite',
    objects: [
      httpRoute('backend-rewrite', [
        under('/full', { backendRefs: [to('one', { filters: [rewrite(full('/rewritten-full'))] })] }),
        under('/prefix', { backendRefs: [to('one', { filters: [rewrite(replaced('/rewritten-prefix'))] })] }),
      ]),
    ],
    requests: [
      ['/full/original', { from: 'one', got: { path: '/rewritten-full' } }],
      ['/prefix/original', { from: 'one', got: { path: '/rewritten-prefix/original' } }],
    ],
  },
  {
    name: 'HTTPRouteBackendRequestRedirect',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteBackendRequestRedirect',
    objects: [
      httpRoute('backend-redirect', [
        under('/full', { backendRefs: [to('one', redirect(full('/redirected-full')))] }),
        under('/prefix', { backendRefs: [to('one', redirect(replaced('/redirected-prefix')))] }),
      ]),
    ],
    requests: [
      ['/full/original', found({ path: '/redirected-full' })],
      ['/prefix/original', found({ path: '/redirected-prefix/original' })],
    ],
  },
];
