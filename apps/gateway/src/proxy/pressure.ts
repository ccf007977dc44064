export interface PressureLimits {
  /** The event loop may be so late, in milliseconds. */
  lagMs: number;
  /** What the process may have in memory. */
  memoryMiB: number;
}

const more = 0.25;
const less = 0.1;
/** One late turn may be a large configuration, or the machine. */
const firstLook = 2;

/**
 * How the process fares, as the share of new requests that it turns away: while its event loop is late or its memory short, a quarter more
 * at each look, else a tenth less. So it sheds what it cannot serve, and no more.
 */
export class Pressure {
  /** 0 to 1. */
  share = 0;
  readonly #limits: PressureLimits;
  readonly #memoryBytes: () => number;
  #bad = 0;

  constructor(limits: PressureLimits, memoryBytes: () => number = () => process.memoryUsage.rss()) {
    this.#limits = limits;
    this.#memoryBytes = memoryBytes;
  }

  /** Call a few times a second; `lateMs`: how much later than planned. */
  look(lateMs: number): void {
    const isShort = this.#memoryBytes() > this.#limits.memoryMiB * 1024 * 1024;
    this.#bad = isShort || lateMs > this.#limits.lagMs ? this.#bad + 1 : 0;
    if (this.#bad >= firstLook) this.share = Math.min(1, this.share + more);
    else if (this.#bad === 0) this.share = Math.max(0, this.share - less);
  }
}
