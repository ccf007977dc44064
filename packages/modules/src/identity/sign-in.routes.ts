import type { Route, RouteCall } from '@dizuo/kernel';
import { readCookie, sessionCookie, setCookie, signInCookie } from './cookies.ts';
import { accountDisabled } from './identity.errors.ts';
import { type OpenIdProvider, providerPath } from './openid-provider.ts';
import type { Passwords } from './passwords.ts';
import type { People } from './people.ts';
import { type RelyingParty, safeReturn } from './relying-party.ts';
import type { Sessions } from './sessions.ts';

export interface SignInOptions {
  openId: OpenIdProvider;
  relyingParty: RelyingParty;
  passwords: Passwords;
  sessions: Sessions;
  people: People;
  secure: boolean;
}

const credentials = {
  type: 'object',
  required: ['username', 'password'],
  properties: { username: { type: 'string', minLength: 1, maxLength: 253 }, password: { type: 'string', minLength: 1, maxLength: 200 } },
};

/** The way in: the console's login, the provider's own endpoints, the sign-in page's form. */
export function signInRoutes(options: SignInOptions): Route[] {
  const { openId, relyingParty, sessions, people, secure } = options;
  const open = (why: string) => ({ kind: 'public', why }) as const;
  return [
    {
      method: 'GET',
      path: '/auth/login',
      access: open('begins a sign-in'),
      async handler({ query, reply }) {
        const { location, pending } = await relyingParty.begin(safeReturn(query.return));
        setCookie(reply, signInCookie, pending, { path: '/auth', secure, maxAge: 900 });
        return reply.redirect(location, 302);
      },
    },
    {
      method: 'GET',
      path: '/auth/callback',
      access: open('ends a sign-in; the code proves it'),
      async handler({ request, reply }) {
        const query = request.url.slice(request.url.indexOf('?'));
        const { user, returnTo } = await relyingParty.finish(query, readCookie(request, signInCookie));
        if (!people.mayEnter(user)) throw accountDisabled({});
        const token = await sessions.open({ user, address: request.ip, agent: request.headers['user-agent'] ?? '' });
        setCookie(reply, signInCookie, '', { path: '/auth', secure, maxAge: 0 });
        setCookie(reply, sessionCookie, token, { path: '/', secure });
        return reply.redirect(returnTo, 302);
      },
    },
    {
      method: 'GET',
      path: '/auth/interaction/:uid',
      access: open('the provider sends browsers here for the sign-in page'),
      handler: async ({ params, reply }) => reply.redirect(`/sign-in?interaction=${encodeURIComponent(params.uid ?? '')}`, 302),
    },
    {
      method: 'POST',
      path: '/auth/interaction/:uid',
      access: open('takes the user name and the password'),
      schema: { body: credentials },
      handler: (call) => signIn(call, options),
    },
    ...(['GET', 'POST'] as const).map(
      (method): Route => ({
        method,
        path: `${providerPath}/*`,
        access: open('OpenID Connect: the provider checks its own protocol'),
        rawBody: true,
        handler: (call) => provide(call, openId),
      }),
    ),
    {
      method: 'GET',
      path: '/.well-known/openid-configuration',
      access: open('OpenID Connect Discovery, for clients that look at the root'),
      handler: async ({ reply }) => reply.redirect(`${providerPath}/.well-known/openid-configuration`, 302),
    },
  ];
}

async function signIn(call: RouteCall, { openId, passwords, people }: SignInOptions): Promise<unknown> {
  const { username, password } = call.body as { username: string; password: string };
  const { provider } = openId;
  const { raw } = call.request;
  await provider.interactionDetails(raw, call.reply.raw);
  await passwords.check(username, password);
  if (!people.mayEnter(username)) throw accountDisabled({});
  const redirectTo = await provider.interactionResult(raw, call.reply.raw, { login: { accountId: username } });
  return { redirectTo };
}

/** The provider is a server of its own, mounted below a path. */
async function provide({ request, reply }: RouteCall, { provider }: OpenIdProvider): Promise<void> {
  reply.hijack();
  const raw = request.raw as typeof request.raw & { originalUrl?: string };
  raw.originalUrl = raw.url;
  raw.url = (raw.url ?? '').slice(providerPath.length) || '/';
  await provider.callback()(raw, reply.raw);
}
