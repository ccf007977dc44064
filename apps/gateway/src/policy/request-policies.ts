import type { DataPlaneAccess, DataPlaneCanary, DataPlaneConfiguration, DataPlaneRateLimit } from '@dizuo/api';
import { comparablePath, encodedPath, goesToCanary, isBelow } from '@dizuo/api/routing';
import type { EndpointSet } from '../balance/endpoint-set.ts';
import type { Exchange } from '../proxy/exchange.ts';
import type { CompiledRule, CompiledShare } from '../routing/compiled-rule.ts';
import { cookieValues } from '../visitor/cookies.ts';
import { type CallerAnswer, CallerAuthenticator, type CallerRequest } from './caller-authenticator.ts';
import { ConsumerDirectory } from './consumer-directory.ts';
import { JwtVerifier } from './jwt-verifier.ts';
import type { KeySets } from './key-sets.ts';
import type { LimitState, RateLimiter } from './rate-limiter.ts';
import { sessionOf } from './session-persistence.ts';

/** What outlives a configuration: buckets, keys, tokens known as good. */
export interface PolicyMemory {
  limiter: RateLimiter;
  keySets: KeySets;
  endpoints: EndpointSet;
  /** By the whole of what they were made from. */
  verifiers: Map<string, JwtVerifier>;
}

/** What the policies of one configuration say about requests. */
export class RequestPolicies {
  readonly #memory: PolicyMemory;
  readonly #authenticator: CallerAuthenticator;
  readonly #verifiers: ReadonlyMap<DataPlaneAccess, readonly JwtVerifier[]>;
  /** By rule, with paths in comparable form. */
  readonly #limits: ReadonlyMap<string, readonly DataPlaneRateLimit[]>;

  constructor(configuration: Pick<DataPlaneConfiguration, 'rules' | 'consumers'>, memory: PolicyMemory) {
    this.#memory = memory;
    this.#verifiers = new Map(
      configuration.rules.flatMap(({ access }) => (access ? [[access, verifiersOf(access, memory)] as const] : [])),
    );
    this.#authenticator = new CallerAuthenticator(
      new ConsumerDirectory(configuration.consumers ?? []),
      (access) => this.#verifiers.get(access) ?? [],
    );
    this.#limits = new Map(
      configuration.rules.flatMap(({ id, limits }) => (limits?.length ? [[id, limits.map(comparable)] as const] : [])),
    );
    forgetUnused(configuration, this.#verifiers, memory);
  }

  /** Which program calls. Leaves out of what goes on what only the gateway may see: API keys. */
  identify(x: Exchange, access: DataPlaneAccess): CallerAnswer | Promise<CallerAnswer> {
    const { apiKey } = access.authentication ?? {};
    if (apiKey) {
      x.hiddenField = apiKey.header;
      x.hiddenParameter = apiKey.queryParam;
    }
    return this.#authenticator.authenticate(access, callerRequest(x));
  }

  /** Takes a token of every limit that covers the request. Undefined: none does. */
  limit(x: Exchange, rule: { id: string }): LimitState | undefined {
    const limits = this.#limits.get(rule.id);
    if (limits === undefined) return undefined;
    return this.#memory.limiter.take(limits, (limit) => (covers(limit, x) ? bucketKey(limit, x, rule.id) : undefined), performance.now());
  }

  /** Where the client's session is, for a rule that keeps sessions. */
  sessionOf(x: Exchange, rule: CompiledRule): CompiledShare | undefined {
    return rule.persistence && sessionOf(x, rule, this.#memory.endpoints);
  }

  takesCanary(x: Exchange, canary: DataPlaneCanary): boolean {
    const facts = {
      client: x.client.address,
      header: (name: string) => x.head.get(name),
      cookie: (name: string) => cookieValues(x.head, name)[0],
      ...(x.user === undefined ? {} : { user: x.user }),
      ...(x.departments === undefined ? {} : { departments: x.departments }),
    };
    return goesToCanary(canary, facts, Math.random());
  }
}

function callerRequest({ head, path, client }: Exchange): CallerRequest {
  return {
    method: head.method,
    scheme: client.isSecure ? 'https' : 'http',
    host: head.host,
    path: head.target === '*' ? '*' : path,
    query: head.query,
    values: (name) => head.values(name),
    cookies: (name) => cookieValues(head, name),
    ...(client.certificate ? { certificate: client.certificate } : {}),
  };
}

function comparable(limit: DataPlaneRateLimit): DataPlaneRateLimit {
  if (!limit.paths) return limit;
  const paths = limit.paths.map((path) => comparablePath(encodedPath(path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)));
  return { ...limit, paths };
}

function covers({ methods, paths }: DataPlaneRateLimit, { head, path }: Exchange): boolean {
  return (!methods || methods.includes(head.method)) && (!paths || paths.some((prefix) => isBelow(path, prefix)));
}

/** Of IPv6 the /64: a client has all of its addresses. */
function network(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const gap = address.includes('::') ? Array.from({ length: 8 - front.length - back.length }, () => '0') : [];
  return [...front, ...gap, ...back].slice(0, 4).join(':');
}

/** Whose bucket. Who is not known by what a limit goes by is counted by address. */
function bucketKey(limit: DataPlaneRateLimit, x: Exchange, rule: string): string {
  switch (limit.per) {
    case 'Client':
      return network(x.client.address);
    case 'Consumer':
      return x.caller ?? x.user ?? x.client.address;
    case 'User':
      return x.user ?? x.client.address;
    case 'Department':
      return x.departments?.[0] ?? x.client.address;
    case 'Tenant':
      return rule.slice(0, rule.indexOf('/'));
    case 'Header':
      return (limit.header === undefined ? undefined : x.head.get(limit.header)?.slice(0, 256)) ?? x.client.address;
    case 'Route':
      return rule;
  }
}

function verifiersOf(access: DataPlaneAccess, { verifiers, keySets }: PolicyMemory): JwtVerifier[] {
  return (access.authentication?.jwt ?? []).map((config) => {
    const id = JSON.stringify(config);
    const verifier = verifiers.get(id) ?? new JwtVerifier(config, keySets);
    verifiers.set(id, verifier);
    return verifier;
  });
}

function forgetUnused(
  { rules }: Pick<DataPlaneConfiguration, 'rules'>,
  used: ReadonlyMap<DataPlaneAccess, readonly JwtVerifier[]>,
  { limiter, keySets, verifiers }: PolicyMemory,
): void {
  const all = new Set([...used.values()].flat());
  for (const [id, verifier] of verifiers) if (!all.has(verifier)) verifiers.delete(id);
  keySets.retain(new Set([...all].flatMap(({ config }) => config.jwksUri ?? [])));
  limiter.arrange(rules.flatMap(({ limits }) => limits ?? []));
}
