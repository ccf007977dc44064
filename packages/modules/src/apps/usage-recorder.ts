import type { InstanceUsage, WorkloadDriver } from './workload-driver.ts';

export interface UsageSample {
  name: string;
  /** Thousandths of a core, over the time since the sample before. */
  cpuMillis: number;
  memoryMiB: number;
  at: string;
}

const intervalMs = 5000;
/** Ten minutes. */
const kept = 120;

/** What replicas take, sampled on a clock and kept in memory for a while: live numbers never enter an object. */
export class UsageRecorder {
  readonly #driver: WorkloadDriver;
  readonly #samples = new Map<string, UsageSample[]>();
  #last = new Map<string, { cpuMs: number; atMs: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(driver: WorkloadDriver) {
    this.#driver = driver;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.sample(), intervalMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** All samples of a workload's replicas, oldest first. */
  of(namespace: string, workload: string): UsageSample[][] {
    const prefix = `${namespace}/${workload}/`;
    if ([...this.#samples.keys()].every((id) => !id.startsWith(prefix))) this.sample();
    return [...this.#samples].filter(([id]) => id.startsWith(prefix)).map(([, samples]) => samples);
  }

  /** Memory of a replica as last seen, in bytes. */
  memoryMiB(namespace: string, workload: string, instance: string): number {
    return this.#samples.get(`${namespace}/${workload}/${instance}`)?.at(-1)?.memoryMiB ?? 0;
  }

  sample(): void {
    const atMs = Date.now();
    const last = new Map<string, { cpuMs: number; atMs: number }>();
    for (const usage of this.#driver.usage()) {
      const id = `${usage.namespace}/${usage.workload}/${usage.instance}`;
      last.set(id, { cpuMs: usage.cpuMs, atMs });
      const samples = this.#samples.get(id) ?? [];
      samples.push(sampleOf(usage, this.#last.get(id), atMs));
      this.#samples.set(id, samples.slice(-kept));
    }
    for (const id of this.#samples.keys()) if (!last.has(id)) this.#samples.delete(id);
    this.#last = last;
  }
}

function sampleOf(usage: InstanceUsage, before: { cpuMs: number; atMs: number } | undefined, atMs: number): UsageSample {
  const elapsedMs = before ? atMs - before.atMs : 0;
  // A replica that was restarted counts from nothing again.
  const usedMs = before ? Math.max(0, usage.cpuMs - before.cpuMs) : 0;
  return {
    name: usage.instance,
    cpuMillis: elapsedMs > 0 ? Math.round((usedMs / elapsedMs) * 1000) : 0,
    memoryMiB: Math.round(usage.memoryBytes / 1024 / 1024),
    at: new Date(atMs).toISOString(),
  };
}
