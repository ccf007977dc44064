import type { Logger } from 'pino';
import type { Leases } from '../lease/lease.ts';

/** A term of leadership. `signal` aborts when it ends. */
export interface Term {
  epoch: number;
  signal: AbortSignal;
}

export interface Leadership {
  /** Runs `lead` whenever this server holds the lease; it must return soon after its signal aborts. */
  campaign(name: string, lead: (term: Term) => Promise<void>): void;
  /** Ends all terms, waits for their work to end, and gives the leases up. */
  close(): Promise<void>;
}

export interface LeadershipOptions {
  leases: Leases;
  /** Unique per server process. */
  holder: string;
  log: Logger;
  /** How long a dead leader blocks the others. 15 s by default; renewed at a third of it. */
  ttlMs?: number;
}

interface Candidate {
  name: string;
  lead: (term: Term) => Promise<void>;
  epoch?: number;
  abort?: AbortController;
  running?: Promise<void>;
  /** Ends the term when no renewal was confirmed in time, also while the database does not answer. */
  expiry?: NodeJS.Timeout;
}

/**
 * Campaigns for the leases of all controllers with one renewal statement per tick. A term ends by itself when a renewal was not
 * confirmed within the lease's time, so a server cut off from the database stops acting before another starts.
 */
export function createLeadership({ leases, holder, log, ttlMs = 15_000 }: LeadershipOptions): Leadership {
  const candidates: Candidate[] = [];
  let closed = false;
  let ticking: Promise<void> | undefined;
  const timer = setInterval(() => void tick(), ttlMs / 3);

  async function tick(): Promise<void> {
    if (ticking || closed) return ticking;
    ticking = round().catch((error) => log.warn({ err: error }, 'leases could not be renewed'));
    await ticking;
    ticking = undefined;
  }

  /** The lease holds for its time from when it was asked for: earlier than the database counts, on a clock that nobody sets. */
  function holdsFrom(asked: number, candidate: Candidate): void {
    clearTimeout(candidate.expiry);
    candidate.expiry = setTimeout(() => endTerm(candidate, 'not renewed in time'), Math.max(0, asked + ttlMs - performance.now()));
  }

  async function round(): Promise<void> {
    const held = candidates.filter((c) => c.epoch !== undefined && !c.abort?.signal.aborted);
    if (held.length > 0) {
      const asked = performance.now();
      const kept = await leases.renew(
        held.map((c) => ({ name: c.name, epoch: c.epoch as number })),
        holder,
        ttlMs,
      );
      for (const candidate of held) {
        if (kept.has(candidate.name) && !candidate.abort?.signal.aborted) holdsFrom(asked, candidate);
        else endTerm(candidate, 'taken over');
      }
    }
    for (const candidate of candidates) if (candidate.epoch === undefined && !candidate.running && !closed) await run(candidate);
  }

  async function run(candidate: Candidate): Promise<void> {
    const asked = performance.now();
    const epoch = await leases.acquire(candidate.name, holder, ttlMs);
    if (epoch === undefined || closed) return;
    candidate.epoch = epoch;
    candidate.abort = new AbortController();
    holdsFrom(asked, candidate);
    log.debug({ lease: candidate.name, epoch }, 'leading');
    candidate.running = candidate
      .lead({ epoch, signal: candidate.abort.signal })
      .catch((error) => log.error({ err: error, lease: candidate.name }, 'a term ended with an error'))
      .finally(() => {
        clearTimeout(candidate.expiry);
        candidate.epoch = undefined;
        candidate.running = undefined;
      });
  }

  function endTerm(candidate: Candidate, why: string): void {
    clearTimeout(candidate.expiry);
    if (candidate.abort?.signal.aborted) return;
    log.warn({ lease: candidate.name, epoch: candidate.epoch, why }, 'leadership lost');
    candidate.abort?.abort();
  }

  return {
    campaign(name, lead) {
      const candidate: Candidate = { name, lead };
      candidates.push(candidate);
      if (!ticking) void tick();
      else void ticking.then(tick);
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await ticking;
      const held = candidates
        .filter((c) => c.epoch !== undefined)
        .map((c) => ({ name: c.name, epoch: c.epoch as number, running: c.running }));
      for (const candidate of candidates) {
        clearTimeout(candidate.expiry);
        candidate.abort?.abort();
      }
      await Promise.allSettled(held.map((h) => h.running));
      await Promise.allSettled(held.map((h) => leases.release(h.name, holder, h.epoch)));
    },
  };
}
