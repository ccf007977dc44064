import type { PortListenerOptions } from '../listen/port-listener.ts';
import type { ToPrimary, ToWorker } from './messages.ts';

/** A worker's side of what it has with the primary. */
export interface WorkerLink {
  /** The listening socket of a port. Rejects where the primary cannot bind it. */
  socketFor(port: number): Promise<PortListenerOptions['at']>;
  /** This worker serves. */
  ready(): void;
  /** The primary asks this worker to leave, or is gone itself. */
  onLeave(leave: (idleMs: number) => void): void;
}

/** Undefined where this process is nobody's worker. */
export function workerLink(): WorkerLink | undefined {
  if (!process.send || process.env.DIZUO_GATEWAY_WORKER !== '1') return undefined;
  const waiting = new Map<number, { resolve(at: PortListenerOptions['at']): void; reject(error: Error): void }>();
  let leave: (idleMs: number) => void = () => process.exit(0);
  process.on('message', (message: ToWorker, handle: unknown) => {
    if (message.type === 'drain') return leave(message.idleMs);
    const { resolve, reject } = waiting.get(message.port) ?? {};
    waiting.delete(message.port);
    if (handle) resolve?.({ handle });
    else reject?.(new Error(message.error ?? 'no socket came'));
  });
  process.once('disconnect', () => leave(0));
  // Where the primary is gone, `disconnect` tells.
  const say = (message: ToPrimary) => process.send?.(message, undefined, {}, () => {});
  return {
    socketFor(port) {
      return new Promise((resolve, reject) => {
        waiting.set(port, { resolve, reject });
        say({ type: 'socket', port });
      });
    },
    ready: () => say({ type: 'ready' }),
    onLeave(given) {
      leave = given;
    },
  };
}
