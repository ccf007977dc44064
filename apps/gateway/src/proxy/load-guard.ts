import { Pressure, type PressureLimits } from './pressure.ts';

const lookMs = 250;

export interface LoadLimits extends PressureLimits {
  /** Requests under way. */
  requests: number;
  requestsPerTenant: number;
}

/** Requests under way, of all and of each tenant, and how the process fares. Beyond the bounds new requests are answered with 503 before it suffers. */
export class LoadGuard {
  readonly #limits: LoadLimits;
  readonly #pressure: Pressure;
  readonly #timer: NodeJS.Timeout;
  readonly #byTenant = new Map<string, number>();
  #all = 0;

  constructor(limits: LoadLimits) {
    this.#limits = limits;
    this.#pressure = new Pressure(limits);
    let due = performance.now() + lookMs;
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#pressure.look(now - due);
      due = now + lookMs;
    }, lookMs).unref();
  }

  /** Why the tenant's request is turned away; undefined: it may go on, and `leave` has to follow. */
  enter(tenant: string): string | undefined {
    const count = this.#byTenant.get(tenant) ?? 0;
    if (this.#all >= this.#limits.requests) return 'too many requests under way';
    if (count >= this.#limits.requestsPerTenant) return 'too many requests of one tenant under way';
    const { share } = this.#pressure;
    if (share > 0 && Math.random() < share) return 'this process has too much to do';
    this.#all += 1;
    this.#byTenant.set(tenant, count + 1);
    return undefined;
  }

  leave(tenant: string): void {
    this.#all -= 1;
    const count = (this.#byTenant.get(tenant) ?? 1) - 1;
    if (count > 0) this.#byTenant.set(tenant, count);
    else this.#byTenant.delete(tenant);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
