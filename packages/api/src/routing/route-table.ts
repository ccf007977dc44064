import type { DataPlaneConfiguration } from '../gateway/data-plane-configuration.ts';
import { appliesTo, type CompiledMatch, compileMatch, type Routable } from './compiled-match.ts';
import { ListenerChoice } from './listener-choice.ts';
import { PathTree } from './path-tree.ts';

/** Finds the rule of a request: the most specific host first, then in the order of precedence that the compiler made. Never changes. */
export class RouteTable<R> {
  readonly #exact = new Map<string, PathTree<R>>();
  /** By what follows the `*`. */
  readonly #wildcard = new Map<string, PathTree<R>>();
  readonly #any: PathTree<R> | undefined;
  /** Where there are several listeners. */
  readonly #listeners: ListenerChoice | undefined;
  /** The listener that the request at hand belongs to. */
  #listener: number | undefined;

  /** `rules` are those of the configuration, as they are wanted back. Throws where a match cannot be used. */
  constructor({ matches, listeners }: Pick<DataPlaneConfiguration, 'matches' | 'listeners'>, rules: readonly R[]) {
    const byHost = new Map<string, CompiledMatch<R>[]>();
    for (const [order, given] of matches.entries()) {
      const rule = rules[given.rule];
      if (rule === undefined) throw new Error(`a match names rule ${given.rule}, which does not exist`);
      const match = compileMatch(given, rule, order);
      const others = byHost.get(given.host);
      if (others) others.push(match);
      else byHost.set(given.host, [match]);
    }
    for (const [host, list] of byHost) {
      if (host === '') this.#any = new PathTree(list);
      else if (host.startsWith('*.')) this.#wildcard.set(host.slice(1), new PathTree(list));
      else this.#exact.set(host, new PathTree(list));
    }
    this.#listeners = listeners.length > 1 ? new ListenerChoice(listeners) : undefined;
  }

  find(request: Routable): CompiledMatch<R> | undefined {
    const { path } = request;
    const { hostname } = request.head;
    let applies = appliesTo;
    if (this.#listeners !== undefined) {
      this.#listener = this.#listeners.of(request.port, hostname);
      if (this.#listener === -1) return undefined;
      if (this.#listener !== undefined) applies = this.#appliesHere;
    }
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

  /**
   * True where the name of the handshake belongs to another listener than the host of the request: the connection was made, and its client
   * perhaps checked, for that one. RFC 9110 section 15.5.20.
   */
  isMisdirected({ port, head }: Routable, serverName: string): boolean {
    if (this.#listeners === undefined) return false;
    return this.#listeners.of(port, head.hostname) !== this.#listeners.of(port, serverName);
  }

  readonly #appliesHere = (match: CompiledMatch<unknown>, request: Routable): boolean => {
    const { listeners } = match.given;
    return (listeners === undefined || listeners.includes(this.#listener as number)) && appliesTo(match, request);
  };
}
