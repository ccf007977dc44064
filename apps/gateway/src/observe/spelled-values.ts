import type { DataPlaneConfiguration } from '@dizuo/api';

/** What may hold a secret even where a rule asks for its value. */
const secret = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

type Spelled = Map<string, Set<string>>;

interface AskedHead {
  query: string;
  get(name: string): string | undefined;
}

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

  /** Those of a request. */
  of(head: AskedHead): { query?: string; headers?: Record<string, string> } {
    const headers: Record<string, string> = {};
    for (const [name, values] of this.#headers) {
      const said = head.get(name);
      if (said !== undefined && values.has(said)) headers[name] = said;
    }
    const query = this.#query.size > 0 && head.query !== '' ? this.#ofQuery(new URLSearchParams(head.query)) : '';
    return { ...(query ? { query } : {}), ...(Object.keys(headers).length > 0 ? { headers } : {}) };
  }

  #ofQuery(given: URLSearchParams): string {
    const kept = new URLSearchParams();
    for (const [name, values] of this.#query) {
      const said = given.get(name);
      if (said !== null && values.has(said)) kept.set(name, said);
    }
    return kept.toString();
  }
}

function add(to: Spelled, name: string, value: string): void {
  const values = to.get(name);
  if (values) values.add(value);
  else to.set(name, new Set([value]));
}
