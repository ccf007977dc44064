import type { DataPlaneConfiguration } from '@dizuo/api';
import type { RequestHead } from '../http/request-head.ts';

/** What may hold a secret even where a rule asks for its value. */
const secret = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

/** Of what is told; a longer one is left out. */
const longestQuery = 4000;

type Spelled = Map<string, Set<string>>;

/** Parameters and fields that a configuration spells out with their value: of a request they tell nothing but which rules they fit. */
export class SpelledValues {
  readonly #headers: Spelled = new Map();
  readonly #query: Spelled = new Map();

  constructor({ rules, matches }: Pick<DataPlaneConfiguration, 'rules' | 'matches'>) {
    for (const { headers, query } of matches) {
      for (const { name, value, regex } of headers) if (!regex && !secret.has(name)) add(this.#headers, name, value);
      for (const { name, value, regex } of query) if (!regex) add(this.#query, name, value);
    }
    for (const { canary } of rules) {
      const { header } = canary?.always ?? {};
      if (header && !secret.has(header.name)) add(this.#headers, header.name, header.value);
    }
  }

  /** Those of a request: it is gone through, not the configuration, which may spell out many. */
  of(head: Pick<RequestHead, 'query' | 'count' | 'nameAt' | 'values'>): { query?: string; headers?: Record<string, string> } {
    const headers: Record<string, string> = {};
    for (let i = 0; this.#headers.size > 0 && i < head.count; i += 1) {
      const name = head.nameAt(i).toLowerCase();
      const said = this.#headers.has(name) ? head.values(name).join(',') : '';
      if (this.#headers.get(name)?.has(said)) headers[name] = said;
    }
    const query = this.#query.size > 0 && head.query !== '' ? this.#ofQuery(new URLSearchParams(head.query)) : '';
    return { ...(query && query.length <= longestQuery ? { query } : {}), ...(Object.keys(headers).length > 0 ? { headers } : {}) };
  }

  #ofQuery(given: URLSearchParams): string {
    const kept = new URLSearchParams();
    for (const [name, said] of given)
      if (!kept.has(name) && this.#query.get(name)?.has(said) && given.get(name) === said) kept.set(name, said);
    return kept.toString();
  }
}

function add(to: Spelled, name: string, value: string): void {
  const values = to.get(name);
  if (values) values.add(value);
  else to.set(name, new Set([value]));
}
