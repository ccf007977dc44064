import type { DataPlaneListener } from '../gateway/data-plane-configuration.ts';

/**
 * Which listener a request belongs to: of those of its port the one with the most specific host name, so that what is attached to the
 * others alone does not serve it. Gateway API, Listener.hostname.
 */
export class ListenerChoice {
  readonly #byPort = new Map<number, Hosts>();
  /** Where requests do not say their port. */
  readonly #only: Hosts | undefined;

  constructor(listeners: readonly DataPlaneListener[]) {
    for (const [index, { port, hostname = '' }] of listeners.entries()) {
      const hosts = this.#byPort.get(port) ?? new Hosts();
      hosts.add(hostname, index);
      this.#byPort.set(port, hosts);
    }
    this.#only = this.#byPort.size === 1 ? [...this.#byPort.values()][0] : undefined;
  }

  /** Index of the listener, -1 where none is for this host, undefined where it may be any. */
  of(port: number | undefined, hostname: string): number | undefined {
    if (port === undefined) return this.#only?.find(hostname);
    return this.#byPort.get(port)?.find(hostname) ?? -1;
  }
}

class Hosts {
  readonly #exact = new Map<string, number>();
  /** By what follows the `*`. */
  readonly #wildcard = new Map<string, number>();
  #any = -1;

  add(hostname: string, index: number): void {
    if (hostname === '') this.#any = index;
    else if (hostname.startsWith('*.')) this.#wildcard.set(hostname.slice(1), index);
    else this.#exact.set(hostname, index);
  }

  find(hostname: string): number {
    const exact = this.#exact.get(hostname);
    if (exact !== undefined) return exact;
    if (this.#wildcard.size > 0)
      for (let dot = hostname.indexOf('.'); dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
        const found = this.#wildcard.get(hostname.slice(dot));
        if (found !== undefined) return found;
      }
    return this.#any;
  }
}
