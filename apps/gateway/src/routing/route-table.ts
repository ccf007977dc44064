import type { DataPlaneConfiguration, DataPlaneMatch, DataPlaneRule } from '@dizuo/api';
import { type Header, valuesOf } from '../http/message-head.ts';
import { comparablePath, encodedPath, isBelow } from './request-path.ts';

/** What routing looks at of a request. */
export interface Routable {
  /** Without port, lower case. */
  hostname: string;
  /** See `comparablePath`. */
  path: string;
  query: string;
  method: string;
  headers: readonly Header[];
}

export interface Routed {
  rule: DataPlaneRule;
  match: DataPlaneMatch;
}

/** Finds the rule of a request: the most specific host first, then in the order of precedence that the compiler made. Never changes. */
export class RouteTable {
  readonly #exact = new Map<string, DataPlaneMatch[]>();
  readonly #wildcard = new Map<string, DataPlaneMatch[]>();
  readonly #any: DataPlaneMatch[] = [];
  readonly #rules: readonly DataPlaneRule[];

  constructor({ matches, rules }: Pick<DataPlaneConfiguration, 'matches' | 'rules'>) {
    this.#rules = rules;
    for (const given of matches) {
      if (!rules[given.rule]) throw new Error(`a match names rule ${given.rule}, which does not exist`);
      const match = { ...given, path: { ...given.path, value: comparablePath(encodedPath(given.path.value)) } };
      if (match.host === '') this.#any.push(match);
      else if (match.host.startsWith('*.')) push(this.#wildcard, match.host.slice(1), match);
      else push(this.#exact, match.host, match);
    }
  }

  find(request: Routable): Routed | undefined {
    const { hostname } = request;
    const exact = this.#pick(this.#exact.get(hostname), request);
    if (exact) return exact;
    for (let dot = hostname.indexOf('.'); dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
      const found = this.#pick(this.#wildcard.get(hostname.slice(dot)), request);
      if (found) return found;
    }
    return this.#pick(this.#any, request);
  }

  #pick(matches: readonly DataPlaneMatch[] | undefined, request: Routable): Routed | undefined {
    const match = matches?.find((m) => applies(m, request));
    const rule = match && this.#rules[match.rule];
    return match && rule ? { match, rule } : undefined;
  }
}

function applies({ path, method, headers, query }: DataPlaneMatch, request: Routable): boolean {
  if (path.type === 'Exact' ? request.path !== path.value : !isBelow(request.path, path.value)) return false;
  if (method !== undefined && request.method !== method) return false;
  if (!headers.every(({ name, value }) => valuesOf(request.headers, name).join(',') === value)) return false;
  if (query.length === 0) return true;
  const given = new URLSearchParams(request.query);
  return query.every(({ name, value }) => given.get(name) === value);
}

function push(map: Map<string, DataPlaneMatch[]>, key: string, match: DataPlaneMatch): void {
  const list = map.get(key);
  if (list) list.push(match);
  else map.set(key, [match]);
}
