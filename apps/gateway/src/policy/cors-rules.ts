import type { DataPlaneCors } from '@dizuo/api';
import type { Header } from '../http/message-head.ts';

interface CorsRequest {
  method: string;
  /** Value of a field, by its name in lower case. */
  get(name: string): string | undefined;
}

/** Fields of an application's own answer that a rule with CORS says in its place. */
export const corsFields = /^access-control-/;

/** Which scripts of other sites may call, as browsers ask and are told. Fetch standard, "HTTP-CORS protocol"; Gateway API, HTTPCORSFilter. */
export class CorsRules {
  readonly #given: DataPlaneCors;
  readonly #exact: ReadonlySet<string>;
  /** `scheme://` and what follows the `*` of the host. */
  readonly #wildcards: readonly (readonly [start: string, end: string])[];
  readonly #allowsAny: boolean;

  constructor(given: DataPlaneCors) {
    this.#given = given;
    this.#allowsAny = given.origins.includes('*');
    this.#exact = new Set(given.origins.filter((origin) => !origin.includes('*')));
    this.#wildcards = given.origins.flatMap((origin) => {
      const star = origin.indexOf('*');
      return star > 0 ? [[origin.slice(0, star), origin.slice(star + 1)] as const] : [];
    });
  }

  /** What a request by a script asks beforehand: the method that it wants to use. Undefined for any other request. */
  static askedMethod({ method, get }: CorsRequest): string | undefined {
    if (method !== 'OPTIONS' || get('origin') === undefined) return undefined;
    return get('access-control-request-method');
  }

  /** The answer to that question. Without Access-Control-Allow-Origin where the origin may not: browsers then refuse. */
  preflight(request: CorsRequest): Header[] {
    const origin = this.#allowed(request.get('origin'));
    const vary: Header = ['Vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'];
    if (origin === undefined) return [vary];
    const { methods, headers, maxAgeSeconds } = this.#given;
    return [
      vary,
      ...this.#common(origin),
      ...this.#list('Access-Control-Allow-Methods', methods, request.get('access-control-request-method')),
      ...this.#list('Access-Control-Allow-Headers', headers, request.get('access-control-request-headers')),
      ['Access-Control-Max-Age', String(maxAgeSeconds)],
    ];
  }

  /** Fields of the answer to any other request. */
  answer(request: CorsRequest): Header[] {
    const origin = this.#allowed(request.get('origin'));
    const common = origin === undefined ? [] : this.#common(origin);
    return [...common, ...(this.#saysAnyOrigin ? [] : [['Vary', 'Origin'] as const])];
  }

  #common(origin: string): Header[] {
    const { credentials, exposeHeaders } = this.#given;
    return [
      ['Access-Control-Allow-Origin', this.#saysAnyOrigin ? '*' : origin],
      ...(credentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
      ...(exposeHeaders.length > 0 ? [['Access-Control-Expose-Headers', exposeHeaders.join(', ')] as const] : []),
    ];
  }

  /** With credentials browsers take no `*`: what was asked for is said instead. */
  #list(name: string, allowed: readonly string[], asked: string | undefined): Header[] {
    if (allowed.length === 0) return [];
    if (!allowed.includes('*')) return [[name, allowed.join(', ')]];
    if (!this.#given.credentials) return [[name, '*']];
    return asked === undefined ? [] : [[name, asked]];
  }

  get #saysAnyOrigin(): boolean {
    return this.#allowsAny && !this.#given.credentials;
  }

  #allowed(origin: string | undefined): string | undefined {
    if (origin === undefined) return undefined;
    const plain = origin.toLowerCase();
    if (this.#allowsAny || this.#exact.has(plain)) return origin;
    return this.#wildcards.some(([start, end]) => isWithin(plain, start, end)) ? origin : undefined;
  }
}

/** True where something stands for the `*` between the two, and no port does. */
function isWithin(origin: string, start: string, end: string): boolean {
  if (origin.length <= start.length + end.length || !origin.startsWith(start) || !origin.endsWith(end)) return false;
  return /^[a-z0-9.-]+$/.test(origin.slice(start.length, origin.length - end.length));
}
