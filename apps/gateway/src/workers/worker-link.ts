import type { PortListenerOptions } from '../listen/port-listener.ts';
import type { ProcessCounts } from '../observe/process-counts.ts';
import type { RateLimiter, TakenTokens } from '../policy/rate-limiter.ts';
import type { ToPrimary, ToWorker } from './messages.ts';

/** How often workers tell each other what they took of limits. */
const exchangeMs = 20;

/** A worker's side of what it has with the primary. */
export interface WorkerLink {
  /** The listening socket of a port. Rejects where the primary cannot bind it. */
  socketFor(port: number): Promise<PortListenerOptions['at']>;
  /** This worker serves: it shares its limits with the others, and tells what it counts when it is asked. */
  ready(plane: { limiter: RateLimiter; counts(): ProcessCounts }): void;
  /** The last word of this worker. Resolves when it is said. */
  farewell(): Promise<void>;
  /** The primary asks this worker to leave, or is gone itself. */
  onLeave(leave: (idleMs: number) => void): void;
}

/** Undefined where this process is nobody's worker. */
export function workerLink(): WorkerLink | undefined {
  if (!process.send || process.env.DIZUO_GATEWAY_WORKER !== '1') return undefined;
  const waiting = new Map<number, { resolve(at: PortListenerOptions['at']): void; reject(error: Error): void }>();
  let leave: (idleMs: number) => void = () => process.exit(0);
  let served: { limiter: RateLimiter; counts(): ProcessCounts } | undefined;
  process.on('message', (message: ToWorker, handle: unknown) => {
    if (message.type === 'drain') return leave(message.idleMs);
    if (message.type === 'taken') return served?.limiter.absorb(message.taken, performance.now());
    if (message.type === 'count') return served && say({ type: 'counted', id: message.id, counts: served.counts() });
    const { resolve, reject } = waiting.get(message.port) ?? {};
    waiting.delete(message.port);
    if (handle) resolve?.({ handle });
    else reject?.(new Error(message.error ?? 'no socket came'));
  });
  process.once('disconnect', () => leave(0));
  // Where the primary is gone, `disconnect` tells.
  const say = (message: ToPrimary, said = () => {}) => process.send?.(message, undefined, {}, said);
  return {
    socketFor(port) {
      return new Promise((resolve, reject) => {
        waiting.set(port, { resolve, reject });
        say({ type: 'socket', port });
      });
    },
    ready(plane) {
      served = plane;
      say({ type: 'ready' });
      setInterval(() => {
        const taken: TakenTokens = plane.limiter.drain();
        if (taken.length > 0) say({ type: 'taken', taken });
      }, exchangeMs).unref();
    },
    farewell() {
      if (!served || !process.connected) return Promise.resolve();
      const counts = served.counts();
      return new Promise((resolve) => say({ type: 'counted', id: 0, counts }, resolve));
    },
    onLeave(given) {
      leave = given;
    },
  };
}
