import { open, seal } from '@dizuo/kernel';
import * as oidc from 'openid-client';
import { signInExpired } from './identity.errors.ts';
import { consoleClientId, type OpenIdProvider } from './openid-provider.ts';

/** What a browser keeps between leaving for the provider and coming back, sealed. */
interface PendingSignIn {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
}

/** The console's side of the code flow, kept on the server: the browser never holds a token. RFC 9700, section 2.1; OAuth 2.0 for Browser-Based Applications, section 6.1. */
export class RelyingParty {
  readonly #configuration: oidc.Configuration;
  readonly #callback: string;
  readonly #key: Buffer;

  constructor(provider: OpenIdProvider, publicUrl: string, key: Buffer, internalFetch: typeof fetch) {
    const { issuer } = provider;
    const metadata = { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` };
    const client = { client_secret: provider.clientSecret, id_token_signed_response_alg: 'ES256' };
    this.#configuration = new oidc.Configuration(metadata, consoleClientId, client, oidc.ClientSecretBasic(provider.clientSecret));
    this.#configuration[oidc.customFetch] = internalFetch as oidc.CustomFetch;
    if (publicUrl.startsWith('http:')) oidc.allowInsecureRequests(this.#configuration);
    this.#callback = `${publicUrl}/auth/callback`;
    this.#key = key;
  }

  /** Where to send the browser, and what it has to bring back. */
  async begin(returnTo: string): Promise<{ location: string; pending: string }> {
    const pending: PendingSignIn = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      returnTo,
    };
    const location = oidc.buildAuthorizationUrl(this.#configuration, {
      redirect_uri: this.#callback,
      scope: 'openid profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      state: pending.state,
      nonce: pending.nonce,
    });
    return { location: location.href, pending: seal(this.#key, Buffer.from(JSON.stringify(pending)), 'sign-in') };
  }

  /** Who signed in. Throws `signInExpired` for anything that is not the answer to `begin`. */
  async finish(query: string, sealed: string | undefined): Promise<{ user: string; returnTo: string }> {
    const pending = this.#read(sealed);
    try {
      const tokens = await oidc.authorizationCodeGrant(this.#configuration, new URL(`${this.#callback}${query}`), {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
      });
      return { user: tokens.claims()?.sub ?? '', returnTo: pending.returnTo };
    } catch (cause) {
      throw signInExpired({}, { cause });
    }
  }

  #read(sealed: string | undefined): PendingSignIn {
    try {
      return JSON.parse(open(this.#key, sealed ?? '', 'sign-in').toString());
    } catch (cause) {
      throw signInExpired({}, { cause });
    }
  }
}

/** A path of this site, else the front page: a sign-in must not lead elsewhere. Browsers drop tabs and line ends from addresses, so none may be in it. */
export function safeReturn(text: unknown): string {
  if (typeof text !== 'string' || !/^\/(?![/\\])\P{Cc}*$/u.test(text)) return '/';
  const site = 'http://this.invalid';
  const target = URL.parse(text, site);
  return target?.origin === site && !target.pathname.startsWith('//') ? target.pathname + target.search + target.hash : '/';
}
