/** What a route claims: a host (empty: any) of a Gateway, and a path with all that is below it. */
export interface Claim {
  gateway: string;
  host: string;
  path: string;
}

/**
 * Which namespace publishes what. Claims of two namespaces conflict where, on the same host of the same Gateway, one path lies within
 * the other, or where one host is covered by the other's wildcard: whoever came later could take over part of the other's traffic.
 * A claim of any host stands beside claims of named ones. Looking up costs the depth of the path, not the number of claims.
 */
export class HostClaims {
  readonly #owners = new Map<string, Map<string, Set<string>>>();
  readonly #below = new Map<string, Map<string, Set<string>>>();
  readonly #hosts = new Map<string, Set<string>>();

  add(claim: Claim, namespace: string): void {
    const host = `${claim.gateway} ${claim.host}`;
    const path = normal(claim.path);
    put(this.#owners, host, path, namespace);
    for (const ancestor of ancestors(path)) put(this.#below, host, ancestor, namespace);
    for (const suffix of coveringWildcards(claim.host)) putSet(this.#hosts, `${claim.gateway} ${suffix}`, namespace);
  }

  /** Another namespace that has claimed this, or part of it, or something around it. */
  conflict(claim: Claim, namespace: string): string | undefined {
    const host = `${claim.gateway} ${claim.host}`;
    const path = normal(claim.path);
    const others = [
      ...[path, ...ancestors(path)].map((at) => this.#owners.get(host)?.get(at)),
      this.#below.get(host)?.get(path),
      ...coveringWildcards(claim.host).flatMap((wildcard) => [...(this.#owners.get(`${claim.gateway} ${wildcard}`)?.values() ?? [])]),
      claim.host.startsWith('*.') ? this.#hosts.get(host) : undefined,
    ];
    for (const owners of others) for (const owner of owners ?? []) if (owner !== namespace) return owner;
    return undefined;
  }
}

function normal(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path || '/';
}

/** `/a/b` → `/`, `/a`. */
function ancestors(path: string): string[] {
  if (path === '/') return [];
  const found = ['/'];
  for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) found.push(path.slice(0, at));
  return found;
}

/** `a.b.c` → `*.b.c`, `*.c`. */
function coveringWildcards(host: string): string[] {
  const labels = (host.startsWith('*.') ? host.slice(2) : host).split('.');
  return labels.slice(1).map((_, i) => `*.${labels.slice(i + 1).join('.')}`);
}

function put(map: Map<string, Map<string, Set<string>>>, host: string, path: string, namespace: string): void {
  const paths = map.get(host) ?? new Map<string, Set<string>>();
  map.set(host, paths);
  putSet(paths, path, namespace);
}

function putSet(map: Map<string, Set<string>>, key: string, namespace: string): void {
  const set = map.get(key);
  if (set) set.add(namespace);
  else map.set(key, new Set([namespace]));
}
