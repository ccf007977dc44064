import { type DataPlaneConfiguration, identityTokenType, type VisitorClaims, visitorTokenType } from '@dizuo/api';
import { type CryptoKey, createLocalJWKSet, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';

const identitySeconds = 5 * 60;
/** An identity token is used again while it holds for at least so long. */
const identityReserveSeconds = 60;
/** How long after its end a visitor token still names a session to refresh. */
const refreshSeconds = 12 * 3600;
const mostCached = 10_000;

/** A visitor token that this platform signed for this host. */
export interface Visitor {
  token: string;
  claims: VisitorClaims;
  /** All of the claims, that of the active appointment first: what counts by department counts for that one. */
  departments: readonly string[];
  sid: string;
  issuedAt: number;
  expiresAt: number;
}

/** Checks visitor tokens and signs identity tokens, with the keys of one configuration. Both are remembered. */
export class VisitorTokens {
  readonly #issuer: string;
  readonly #keys: ReturnType<typeof createLocalJWKSet>;
  readonly #identity: { key: CryptoKey; keyId: string; algorithm: string };
  readonly #verified = new Map<string, Visitor>();
  readonly #signed = new Map<string, { jwt: string; until: number }>();

  private constructor(configuration: DataPlaneConfiguration, key: CryptoKey) {
    this.#issuer = configuration.issuer;
    this.#keys = createLocalJWKSet({ keys: configuration.visitorKeys as unknown as JWK[] });
    this.#identity = { key, keyId: configuration.identityKey.keyId, algorithm: configuration.identityKey.algorithm };
  }

  /** Throws where a key cannot be used. */
  static async open(configuration: DataPlaneConfiguration): Promise<VisitorTokens> {
    const { privateKey, algorithm } = configuration.identityKey;
    return new VisitorTokens(configuration, (await importJWK(privateKey as unknown as JWK, algorithm)) as CryptoKey);
  }

  /** The visitor of a token for this host, also of one that has expired lately; undefined for anything else. */
  async verify(token: string, host: string): Promise<Visitor | undefined> {
    const cached = this.#verified.get(`${host} ${token}`);
    if (cached) return cached;
    const found = await jwtVerify(token, this.#keys, {
      issuer: this.#issuer,
      audience: host,
      typ: visitorTokenType,
      algorithms: ['EdDSA'],
      clockTolerance: refreshSeconds,
      requiredClaims: ['sub', 'sid', 'iat', 'exp'],
    }).catch(() => undefined);
    if (!found) return undefined;
    const { iss: _iss, aud: _aud, iat = 0, exp = 0, sid, ...claims } = found.payload;
    const visitor: Visitor = {
      token,
      claims: claims as unknown as VisitorClaims,
      departments: activeFirst(claims as unknown as VisitorClaims),
      sid: String(sid),
      issuedAt: iat,
      expiresAt: exp,
    };
    remember(this.#verified, `${host} ${token}`, visitor);
    return visitor;
  }

  /** The identity token for an application: who visits, signed, for its audience only, at most five minutes. */
  async identityFor(visitor: Visitor, audience: string): Promise<string> {
    const id = `${visitor.token} ${audience}`;
    const now = Math.floor(Date.now() / 1000);
    const cached = this.#signed.get(id);
    if (cached && cached.until - identityReserveSeconds > now) return cached.jwt;
    const jwt = await new SignJWT({ ...visitor.claims })
      .setProtectedHeader({ alg: this.#identity.algorithm, kid: this.#identity.keyId, typ: identityTokenType })
      .setIssuer(this.#issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + identitySeconds)
      .sign(this.#identity.key);
    remember(this.#signed, id, { jwt, until: now + identitySeconds });
    return jwt;
  }
}

function activeFirst({ departments, activeAppointment }: VisitorClaims): string[] {
  const active = activeAppointment?.department;
  return active === undefined ? departments : [active, ...departments.filter((department) => department !== active)];
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.size >= mostCached) map.delete(map.keys().next().value as string);
  map.set(key, value);
}
