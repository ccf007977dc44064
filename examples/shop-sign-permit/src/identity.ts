import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { Settings } from './settings.ts';

/** Who is there, as the platform's gateway says in a token that it signed. */
export interface Identity {
  /** User name: what applications and decisions are kept under. */
  user: string;
  name: string;
  departments: readonly string[];
  positions: readonly string[];
  isClerk: boolean;
}

/** The token is there but not good. */
export class BadIdentity extends Error {
  override readonly name = 'BadIdentity';
}

export type ReadIdentity = (token: string | undefined) => Promise<Identity | undefined>;

/**
 * Verifies the identity token: signature by a key of the platform's JWKS, issuer, audience where one is set, and time. Undefined without a
 * token; throws `BadIdentity` for one that does not hold; other errors mean that the keys could not be fetched.
 */
export function identityReader(settings: Pick<Settings, 'jwksUrl' | 'issuer' | 'audience' | 'clerkPosition'>): ReadIdentity {
  const keys = createRemoteJWKSet(new URL(settings.jwksUrl), { cooldownDuration: 5000 });
  return async (token) => {
    if (!token) return undefined;
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['EdDSA', 'ES256'],
        issuer: settings.issuer,
        ...(settings.audience ? { audience: settings.audience } : {}),
        requiredClaims: ['sub', 'exp'],
        clockTolerance: 10,
      });
      const user = payload.sub ?? '';
      const positions = texts(payload.positions);
      return {
        user,
        name: typeof payload.name === 'string' && payload.name ? payload.name : user,
        departments: texts(payload.departments),
        positions,
        isClerk: positions.includes(settings.clerkPosition),
      };
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC') throw error;
      throw new BadIdentity(error.message, { cause: error });
    }
  };
}

function texts(claim: unknown): string[] {
  return Array.isArray(claim) ? claim.filter((item) => typeof item === 'string') : [];
}
