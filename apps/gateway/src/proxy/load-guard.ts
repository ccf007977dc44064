/** Requests under way, of all and of each tenant. Beyond the bounds new ones are answered with 503 before the process suffers. */
export class LoadGuard {
  readonly #limits: { requests: number; perTenant: number };
  readonly #byTenant = new Map<string, number>();
  #all = 0;

  constructor(limits: { requests: number; perTenant: number }) {
    this.#limits = limits;
  }

  get active(): number {
    return this.#all;
  }

  /** True where the tenant's request may go on; then `leave` has to follow. */
  enter(tenant: string): boolean {
    const count = this.#byTenant.get(tenant) ?? 0;
    if (this.#all >= this.#limits.requests || count >= this.#limits.perTenant) return false;
    this.#all += 1;
    this.#byTenant.set(tenant, count + 1);
    return true;
  }

  leave(tenant: string): void {
    this.#all -= 1;
    const count = (this.#byTenant.get(tenant) ?? 1) - 1;
    if (count > 0) this.#byTenant.set(tenant, count);
    else this.#byTenant.delete(tenant);
  }
}
