import { randomBytes } from 'node:crypto';
import type { MasterKey } from '@dizuo/kernel';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Provider } from 'oidc-provider';
import type pg from 'pg';
import type { Logger } from 'pino';
import { oidcStateAdapter } from './oidc-state-adapter.ts';
import type { People } from './people.ts';
import { sealedSecret } from './sealed-secrets.ts';

/** Where the provider stands under the platform's address. */
export const providerPath = '/oidc';
export const consoleClientId = 'dizuo-console';

export interface OpenIdProviderOptions {
  pool: pg.Pool;
  masterKey: MasterKey;
  people: People;
  publicUrl: string;
  log: Logger;
}

export interface OpenIdProvider {
  issuer: string;
  provider: Provider;
  clientSecret: string;
}

/** The platform's own OpenID provider: authorization code with PKCE, nothing else. OpenID Connect Core 1.0; RFC 7636; RFC 9700. */
export async function createOpenIdProvider(options: OpenIdProviderOptions): Promise<OpenIdProvider> {
  const { pool, masterKey, people, publicUrl, log } = options;
  const issuer = `${publicUrl}${providerPath}`;
  const text = () => randomBytes(32).toString('base64url');
  const clientSecret = await sealedSecret(pool, masterKey, 'console-client', text);
  const cookieKey = await sealedSecret(pool, masterKey, 'cookie-key', text);
  const signingKey = await sealedSecret(pool, masterKey, 'openid-signing-key', makeSigningKey);
  const secure = publicUrl.startsWith('https:');
  const cookie = { signed: true, httpOnly: true, sameSite: 'lax', secure, overwrite: true };
  const provider = new Provider(issuer, {
    adapter: oidcStateAdapter(pool),
    jwks: { keys: [signingKey] },
    clients: [
      {
        client_id: consoleClientId,
        client_secret: clientSecret,
        client_name: 'Dizuo 底座',
        redirect_uris: [`${publicUrl}/auth/callback`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    cookies: { keys: [cookieKey], long: { ...cookie, maxAge: undefined }, short: cookie },
    responseTypes: ['code'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/auth/interaction/${uid}` },
    claims: { openid: ['sub'], profile: ['name', 'category', 'departments'] },
    conformIdTokenClaims: false,
    ttl: { Session: 12 * 3600, Grant: 12 * 3600, Interaction: 900, AuthorizationCode: 60, AccessToken: 600, IdToken: 600 },
    findAccount: (_ctx: unknown, name: string) => accountOf(people, name),
    loadExistingGrant: grantFirstParty,
    renderError: (ctx: { type: string; body: string }, out: { error: string; error_description?: string }) => {
      ctx.type = 'html';
      ctx.body = errorPage(out.error, out.error_description ?? '');
    },
  });
  provider.on('server_error', ((_ctx: unknown, error: Error) => log.error({ err: error }, 'the OpenID provider failed')) as never);
  return { issuer, provider, clientSecret };
}

async function makeSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') };
}

async function accountOf(people: People, name: string) {
  const user = people.user(name);
  if (!user || !people.mayEnter(name)) return undefined;
  const { displayName, category } = user.spec;
  const { departments } = people.factsOf(name);
  return { accountId: name, claims: async () => ({ sub: name, name: displayName, category, departments }) };
}

interface GrantContext {
  oidc: { provider: Provider; client: { clientId: string }; session: { accountId: string } };
}

/** The platform's own client needs no consent. */
async function grantFirstParty({ oidc }: GrantContext): Promise<unknown> {
  if (oidc.client.clientId !== consoleClientId) return undefined;
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope('openid profile');
  await grant.save();
  return grant;
}

function errorPage(error: string, description: string): string {
  const safe = (text: string) => text.replaceAll(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>登录 Sign in</title><body><h1>登录没有完成 Sign-in was not completed</h1><p>${safe(error)}: ${safe(description)}</p><p><a href="/">重新开始 Start again</a></p></body></html>`;
}
