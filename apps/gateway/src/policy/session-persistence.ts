import { createHash } from 'node:crypto';
import type { Endpoint, EndpointSet } from '../balance/endpoint-set.ts';
import type { Header } from '../http/message-head.ts';
import type { RequestFacts } from '../proxy/request-facts.ts';
import type { CompiledRule, CompiledShare } from '../routing/compiled-rule.ts';
import { cookieValues } from '../visitor/cookies.ts';

type Persistence = NonNullable<CompiledRule['persistence']>;

/** Names of replicas as clients see them: the same in every process, and nothing about where they are. */
const marks = new WeakMap<Endpoint, string>();

function markOf(endpoint: Endpoint): string {
  const known = marks.get(endpoint);
  if (known !== undefined) return known;
  const mark = createHash('sha256').update(`${endpoint.backend}\n${endpoint.id}`).digest('base64url').slice(0, 16);
  marks.set(endpoint, mark);
  return mark;
}

/**
 * The share and the replica that the client's session belongs to, where the replica is still there: a session stays also with a share
 * that gets no new ones. Gateway API, GEP-1619. Undefined: there is no session, or it has ended.
 */
export function sessionOf(x: RequestFacts, { persistence, shares }: CompiledRule, endpoints: EndpointSet): CompiledShare | undefined {
  const value = persistence && sessionValue(x, persistence);
  if (persistence === undefined || value === undefined) return undefined;
  const [mark, begun = ''] = value.split('.');
  if (hasEnded(persistence, begun)) return undefined;
  for (const share of shares) {
    const found = share.backend && endpoints.of(share.backend.id).find((endpoint) => endpoint.healthy && markOf(endpoint) === mark);
    if (!found) continue;
    x.preferred = found;
    return share;
  }
  return undefined;
}

/** What tells the client its session: the field of an answer by another replica than the one that it named. */
export function sessionField({ rule, endpoint, preferred, client }: RequestFacts): Header | undefined {
  const persistence = rule?.persistence;
  if (persistence === undefined || endpoint === undefined || endpoint === preferred) return undefined;
  const value = `${markOf(endpoint)}.${Math.floor(Date.now() / 1000).toString(36)}`;
  if (persistence.type === 'Header') return [persistence.name, value];
  const { name, permanent, absoluteTimeoutMs = 0 } = persistence;
  const age = permanent ? `; Max-Age=${Math.floor(absoluteTimeoutMs / 1000)}` : '';
  return ['Set-Cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${client.isSecure ? '; Secure' : ''}${age}`];
}

function sessionValue({ head }: RequestFacts, { type, name }: Persistence): string | undefined {
  return type === 'Header' ? head.get(name.toLowerCase()) : cookieValues(head, name)[0];
}

function hasEnded(persistence: Persistence, begun: string): boolean {
  const { absoluteTimeoutMs } = persistence;
  if (absoluteTimeoutMs === undefined) return false;
  const at = Number.parseInt(begun, 36) * 1000;
  return !(Date.now() - at < absoluteTimeoutMs);
}
