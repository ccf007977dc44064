import type { DataPlaneBackend, DataPlaneConfiguration } from '@dizuo/api';
import type { RequestHead } from '../http/request-head.ts';
import { type CompiledMatch, compileMatch } from './compiled-match.ts';
import { compileRule } from './compiled-rule.ts';
import { PathTree } from './path-tree.ts';

/** What routing looks at of a request. */
export interface Routable {
  /** See `comparablePath`. */
  path: string;
  head: Pick<RequestHead, 'hostname' | 'method' | 'query' | 'values'>;
}

/** Finds the rule of a request: the most specific host first, then in the order of precedence that the compiler made. Never changes. */
export class RouteTable {
  readonly #exact = new Map<string, PathTree>();
  /** By what follows the `*`. */
  readonly #wildcard = new Map<string, PathTree>();
  readonly #any: PathTree | undefined;

  constructor({ matches, rules, backends }: Pick<DataPlaneConfiguration, 'matches' | 'rules' | 'backends'>) {
    const byId = new Map<string, DataPlaneBackend>(backends.map((backend) => [backend.id, backend]));
    const compiled = rules.map((rule) => compileRule(rule, byId));
    const byHost = new Map<string, CompiledMatch[]>();
    matches.forEach((given, order) => {
      const rule = compiled[given.rule];
      if (!rule) throw new Error(`a match names rule ${given.rule}, which does not exist`);
      const match = compileMatch(given, rule, order);
      const others = byHost.get(given.host);
      if (others) others.push(match);
      else byHost.set(given.host, [match]);
    });
    for (const [host, list] of byHost) {
      if (host === '') this.#any = new PathTree(list);
      else if (host.startsWith('*.')) this.#wildcard.set(host.slice(1), new PathTree(list));
      else this.#exact.set(host, new PathTree(list));
    }
  }

  find(request: Routable): CompiledMatch | undefined {
    const { path } = request;
    const { hostname } = request.head;
    const exact = this.#exact.get(hostname)?.find(path, request, applies);
    if (exact) return exact;
    if (this.#wildcard.size > 0) {
      for (let dot = hostname.indexOf('.'); dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
        const found = this.#wildcard.get(hostname.slice(dot))?.find(path, request, applies);
        if (found) return found;
      }
    }
    return this.#any?.find(path, request, applies);
  }
}

function applies(match: CompiledMatch, { head }: Routable): boolean {
  if (match.isPlain) return true;
  const { method, headers, query } = match.given;
  if (method !== undefined && head.method !== method) return false;
  if (!headers.every(({ name, value }) => head.values(name).join(',') === value)) return false;
  if (query.length === 0) return true;
  const given = new URLSearchParams(head.query);
  return query.every(({ name, value }) => given.get(name) === value);
}
