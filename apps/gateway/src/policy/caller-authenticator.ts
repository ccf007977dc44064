import type { X509Certificate } from 'node:crypto';
import type { DataPlaneAccess, DataPlaneAuthentication, DataPlaneConsumer } from '@dizuo/api';
import type { ConsumerDirectory } from './consumer-directory.ts';
import type { JwtVerifier } from './jwt-verifier.ts';
import { readSignature, type SignedRequest, signatureProblem } from './message-signature.ts';

/** What of a request may prove who calls. */
export interface CallerRequest extends SignedRequest {
  cookies(name: string): readonly string[];
  /** The client certificate whose authority the listener has checked. */
  certificate?: X509Certificate;
}

/** Who calls, where it is no person with a session. */
export interface Caller {
  /** For limits and figures: `namespace/name` of a Consumer, or `issuer#subject`. */
  name: string;
  consumer?: DataPlaneConsumer;
}

/** `none`: nothing that proves anything was sent. A wrong proof is refused also where none is needed; `caller`: who is refused, where it is the tenant's own. */
export type CallerAnswer =
  | { kind: 'none'; caller?: undefined }
  | { kind: 'caller'; caller: Caller }
  | { kind: 'refused'; status: 401 | 403 | 503; why: string; caller?: Caller };

const none: CallerAnswer = { kind: 'none' };

/** Recognises programs by certificate, API key, signature or token: everything but the platform's own sessions. */
export class CallerAuthenticator {
  readonly #consumers: ConsumerDirectory;
  readonly #verifiers: (access: DataPlaneAccess) => readonly JwtVerifier[];
  readonly #nowSeconds: () => number;

  constructor(
    consumers: ConsumerDirectory,
    verifiers: (access: DataPlaneAccess) => readonly JwtVerifier[],
    nowSeconds = () => Date.now() / 1000,
  ) {
    this.#consumers = consumers;
    this.#verifiers = verifiers;
    this.#nowSeconds = nowSeconds;
  }

  /** Answers at once unless a token has to be verified that was not seen before. */
  authenticate(access: DataPlaneAccess, request: CallerRequest): CallerAnswer | Promise<CallerAnswer> {
    const ways = access.authentication;
    if (!ways) return none;
    const byCertificate = ways.mutualTls && request.certificate ? this.#byCertificate(access, request.certificate) : none;
    if (byCertificate.kind !== 'none') return byCertificate;
    const byKey = ways.apiKey ? this.#byApiKey(access, ways.apiKey, request) : none;
    if (byKey.kind !== 'none') return byKey;
    const bySignature = ways.hmac ? this.#bySignature(access, ways.hmac, request) : none;
    if (bySignature.kind !== 'none') return bySignature;
    return ways.jwt ? this.#byToken(access, request) : none;
  }

  /** A certificate that stands for no Consumer proves nothing: it may be another way's, or a person's. */
  #byCertificate(access: DataPlaneAccess, certificate: X509Certificate): CallerAnswer {
    const consumers = this.#consumers.byCertificate(certificate);
    return consumers.length === 0 ? none : admit(access, consumers);
  }

  #byApiKey(
    access: DataPlaneAccess,
    { header, queryParam }: NonNullable<DataPlaneAuthentication['apiKey']>,
    request: CallerRequest,
  ): CallerAnswer {
    const given = request.values(header);
    const inQuery = queryParam === undefined ? [] : new URLSearchParams(request.query).getAll(queryParam);
    const keys = [...given, ...inQuery];
    if (keys.length === 0) return none;
    const [key = ''] = keys;
    const consumers = keys.length === 1 ? this.#consumers.byApiKey(key) : [];
    return consumers.length === 0 ? { kind: 'refused', status: 401, why: 'the API key is not known' } : admit(access, consumers);
  }

  #bySignature(
    access: DataPlaneAccess,
    { components, maxAgeMs }: NonNullable<DataPlaneAuthentication['hmac']>,
    request: CallerRequest,
  ): CallerAnswer {
    try {
      const signature = readSignature(request);
      if (!signature) return none;
      const wanted = { components, maxAgeSeconds: maxAgeMs / 1000 };
      let why = 'the keyid is not known';
      for (const { consumer, secret } of this.#consumers.bySignatureKey(signature.keyId)) {
        const problem = signatureProblem(signature, secret, wanted, this.#nowSeconds());
        if (problem === undefined) return admit(access, [consumer]);
        why = problem;
      }
      return { kind: 'refused', status: 401, why };
    } catch (error) {
      return { kind: 'refused', status: 401, why: (error as Error).message };
    }
  }

  #byToken(access: DataPlaneAccess, request: CallerRequest): CallerAnswer | Promise<CallerAnswer> {
    const now = this.#nowSeconds();
    const asked: { verifier: JwtVerifier; token: string }[] = [];
    for (const verifier of this.#verifiers(access)) {
      const token = tokenFor(verifier, request);
      if (token === undefined) continue;
      const claims = verifier.known(token, now);
      if (claims) return this.#admitClaims(access, verifier, claims);
      asked.push({ verifier, token });
    }
    return asked.length === 0 ? none : this.#verify(access, asked, now);
  }

  async #verify(access: DataPlaneAccess, asked: readonly { verifier: JwtVerifier; token: string }[], now: number): Promise<CallerAnswer> {
    let refused: CallerAnswer = none;
    for (const { verifier, token } of asked) {
      const answer = await verifier.verify(token, now);
      if (answer.good) return this.#admitClaims(access, verifier, answer.claims);
      refused = { kind: 'refused', status: 'unavailable' in answer ? 503 : 401, why: answer.why };
    }
    return refused;
  }

  #admitClaims(access: DataPlaneAccess, { config }: JwtVerifier, claims: Record<string, unknown>): CallerAnswer {
    const named = String(claims[config.consumerClaim] ?? '');
    const consumer = named && access.consumerNamespace ? this.#consumers.byId(`${access.consumerNamespace}/${named}`) : undefined;
    if (consumer) return admit(access, [consumer]);
    const isRestricted = access.consumers ?? access.departments ?? access.positions ?? access.categories ?? access.users;
    if (isRestricted) return { kind: 'refused', status: 403, why: 'the token is good, but its bearer is none of those allowed' };
    return { kind: 'caller', caller: { name: `${config.issuer}#${named}` } };
  }
}

/** The first of the Consumers that the policy lets pass. */
function admit(access: DataPlaneAccess, consumers: readonly DataPlaneConsumer[]): CallerAnswer {
  const consumer = consumers.find(({ id }) =>
    access.consumers ? access.consumers.includes(id) : id.startsWith(`${access.consumerNamespace}/`),
  );
  if (!consumer) {
    const known = consumers.find(({ id }) => id.startsWith(`${access.consumerNamespace}/`));
    return { kind: 'refused', status: 403, why: 'known, but none of those allowed', ...(known ? { caller: callerOf(known) } : {}) };
  }
  return { kind: 'caller', caller: callerOf(consumer) };
}

function callerOf(consumer: DataPlaneConsumer): Caller {
  return { name: consumer.id, consumer };
}

function tokenFor({ config }: JwtVerifier, request: CallerRequest): string | undefined {
  if (config.cookie !== undefined) return request.cookies(config.cookie)[0];
  const name = config.header?.name ?? 'authorization';
  const prefix = config.header?.prefix ?? 'Bearer ';
  const value = request.values(name)[0];
  if (value === undefined || value.slice(0, prefix.length).toLowerCase() !== prefix.toLowerCase()) return undefined;
  return value.slice(prefix.length).trim();
}
