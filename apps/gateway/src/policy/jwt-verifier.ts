import type { DataPlaneJwt } from '@dizuo/api';
import { createLocalJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type KeySets, KeysUnavailable } from './key-sets.ts';

/** Signatures by keys that only the issuer has. RFC 8725, section 3.1: what is accepted is written here, not in the token. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const longestToken = 16_384;
/** Tokens remembered as good, so that the signature of each is checked once. */
const mostRemembered = 20_000;

export type JwtAnswer = { good: true; claims: JWTPayload } | { good: false; why: string } | { good: false; unavailable: true; why: string };

interface Remembered {
  claims: JWTPayload;
  /** Seconds since 1970. */
  until: number;
}

/** Checks the tokens of one issuer as one policy wants them. */
export class JwtVerifier {
  readonly config: DataPlaneJwt;
  readonly #key: JWTVerifyGetKey;
  #good = new Map<string, Remembered>();

  constructor(config: DataPlaneJwt, keySets: KeySets) {
    this.config = config;
    this.#key = config.jwksUri
      ? keySets.keyOf(config.jwksUri)
      : (createLocalJWKSet({ keys: [...(config.keys ?? [])] as never }) as JWTVerifyGetKey);
  }

  /** The answer at once for a token that was good before and still is; undefined: ask `verify`. */
  known(token: string, nowSeconds: number): JWTPayload | undefined {
    const remembered = this.#good.get(token);
    if (!remembered) return undefined;
    if (nowSeconds < remembered.until) return remembered.claims;
    this.#good.delete(token);
    return undefined;
  }

  async verify(token: string, nowSeconds: number): Promise<JwtAnswer> {
    if (token.length > longestToken) return { good: false, why: 'the token is too long' };
    const { issuer, audiences, clockSkewMs } = this.config;
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        issuer,
        audience: [...audiences],
        algorithms,
        clockTolerance: clockSkewMs / 1000,
        currentDate: new Date(nowSeconds * 1000),
        requiredClaims: ['exp'],
      });
      const wrong = this.config.claims.find(({ name, values }) => !holds(payload[name], values));
      if (wrong) return { good: false, why: `claim ${wrong.name} is not one of those allowed` };
      this.#remember(token, payload);
      return { good: true, claims: payload };
    } catch (error) {
      if (error instanceof KeysUnavailable) return { good: false, unavailable: true, why: error.message };
      return { good: false, why: (error as Error).message };
    }
  }

  #remember(token: string, claims: JWTPayload): void {
    if (this.#good.size >= mostRemembered) this.#good = new Map();
    this.#good.set(token, { claims, until: (claims.exp ?? 0) + this.config.clockSkewMs / 1000 });
  }
}

/** A claim that is a list holds where one of its members does. */
function holds(claim: unknown, values: readonly string[]): boolean {
  const given = Array.isArray(claim) ? claim : [claim];
  return given.some(
    (value) => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') && values.includes(String(value)),
  );
}
