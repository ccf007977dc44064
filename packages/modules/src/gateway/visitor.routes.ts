import { gatewayPaths, type PublicKeyJwk } from '@dizuo/api';
import type { Route } from '@dizuo/kernel';
import type { ConfigurationHub } from './configuration-hub.ts';
import { unknownGatewayHost } from './gateway.errors.ts';
import { hostOf, isPublishedHost } from './published-host.ts';
import type { VisitorSessions } from './visitor-sessions.ts';

export interface VisitorRouteOptions {
  visitors: VisitorSessions;
  hub: ConfigurationHub;
  /** `namespace/name` of the Gateway whose routes publish hosts. */
  gateway: string;
  /** Where the data plane is reached when a route names no host. */
  gatewayUrl: string;
  identityKeys(): PublicKeyJwk[];
}

/** What visitors' browsers call: the way from an application's host to the platform's sign-in and back; and the keys for applications. */
export function visitorRoutes(options: VisitorRouteOptions): Route[] {
  return [
    {
      method: 'GET',
      path: gatewayPaths.authorize,
      access: { kind: 'public', why: 'a visitor who is not signed in is sent to sign in from here' },
      schema: {
        querystring: {
          type: 'object',
          required: ['host', 'state'],
          properties: { host: { type: 'string', minLength: 1, maxLength: 300 }, state: { type: 'string', minLength: 16, maxLength: 2000 } },
        },
      },
      async handler({ principal, query, reply, request }) {
        const { host, state } = query as { host: string; state: string };
        const matches = options.hub.current(options.gateway)?.matches ?? [];
        const parsed = hostOf(host);
        if (!parsed || !isPublishedHost(parsed.hostname, matches, options.gatewayUrl)) throw unknownGatewayHost({ host });
        reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
        if (principal.type !== 'user') return reply.redirect(`/auth/login?return=${encodeURIComponent(request.url)}`, 302);
        const code = await options.visitors.issueCode(principal, host);
        const scheme = new URL(options.gatewayUrl).protocol;
        const target = new URL(`${scheme}//${host}${gatewayPaths.callback}`);
        target.searchParams.set('code', code);
        target.searchParams.set('state', state);
        return reply.redirect(target.href, 302);
      },
    },
    {
      method: 'GET',
      path: gatewayPaths.identityKeys,
      access: { kind: 'public', why: 'public keys, by which applications check the identity tokens that they receive' },
      async handler({ reply }) {
        reply.header('cache-control', 'public, max-age=300');
        return { keys: options.identityKeys() };
      },
    },
  ];
}
