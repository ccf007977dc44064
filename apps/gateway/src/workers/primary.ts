import { type ChildProcess, fork, type SendHandle } from 'node:child_process';
import type { Log } from '../access-log.ts';
import { type BoundSocket, bindSocket } from './bound-socket.ts';
import { type ToPrimary, tell } from './messages.ts';
import type { WorkerCounts } from './worker-counts.ts';

export interface PrimaryOptions {
  /** Main file of the workers, and what it is started with. */
  program: string;
  args: readonly string[];
  workers: number;
  host: string;
  log: Log;
  /** Told what workers count, where somebody asks. */
  counts?: WorkerCounts;
  /** How long a worker may take to serve. 20 s by default. */
  readyMs?: number;
}

export interface Primary {
  /** Process ids of the workers that serve. */
  workers(): number[];
  /** Replaces the workers one by one: each leaves when its successor serves. Rejects where one does not come to serve; the old one then stays. */
  replace(): Promise<void>;
  /** Lets all workers drain, and ends them. */
  stop(): Promise<void>;
}

/** Ends of a worker that follow each other faster are its own fault: starts then wait, twice as long each time. */
const healthyMs = 10_000;
const longestPauseMs = 5000;
/** Connections without a request, of a worker that was replaced, wait so long for one: it is answered and told to close. */
const replacedIdleMs = 5000;
const bindRetries = 50;

interface Worker {
  child: ChildProcess;
  ready: Promise<void>;
  startedAt: number;
  isLeaving: boolean;
}

/**
 * Holds the listening sockets and keeps so many workers running on them. The sockets stay open whatever becomes of workers: no connection
 * is refused while they come and go.
 */
export async function runPrimary(options: PrimaryOptions): Promise<Primary> {
  const { log, host } = options;
  const sockets = new Map<number, Promise<BoundSocket>>();
  const workers = new Set<Worker>();
  let isStopping = false;
  let pauseMs = 0;

  function socketFor(port: number): Promise<BoundSocket> {
    const present = sockets.get(port);
    if (present) return present;
    const made = bindPatiently(host, port);
    sockets.set(port, made);
    made.catch(() => sockets.delete(port));
    return made;
  }

  function start(): Worker {
    const child = fork(options.program, options.args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, DIZUO_GATEWAY_WORKER: '1' },
    });
    const ready = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('it does not serve in time')), options.readyMs ?? 20_000);
      child.on('message', (message: ToPrimary) => {
        if (message.type === 'ready') {
          clearTimeout(late);
          resolve();
        } else hear(child, message);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(late);
        reject(new Error(`it ended with ${signal ?? code}`));
      });
    });
    ready.catch(() => {});
    const worker: Worker = { child, ready, startedAt: performance.now(), isLeaving: false };
    workers.add(worker);
    options.counts?.began(child);
    child.once('exit', (code, signal) => ended(worker, signal ?? code));
    return worker;
  }

  function hear(child: ChildProcess, message: Exclude<ToPrimary, { type: 'ready' }>): void {
    if (message.type === 'socket') void hand(child, message.port);
    else if (message.type === 'counted') options.counts?.told(child, message.id, message.counts);
    else for (const other of workers) if (other.child !== child) tell(other.child, message);
  }

  async function hand(child: ChildProcess, port: number): Promise<void> {
    try {
      tell(child, { type: 'socket', port }, (await socketFor(port)) as unknown as SendHandle);
    } catch (error) {
      tell(child, { type: 'socket', port, error: (error as Error).message });
    }
  }

  function ended(worker: Worker, how: number | string | null): void {
    workers.delete(worker);
    options.counts?.ended(worker.child);
    if (worker.isLeaving || isStopping) return;
    pauseMs = performance.now() - worker.startedAt > healthyMs ? 0 : Math.min(longestPauseMs, Math.max(50, 2 * pauseMs));
    log({ level: 'error', message: `a worker ended with ${how}; another one is started`, pid: worker.child.pid });
    setTimeout(() => !isStopping && start(), pauseMs);
  }

  function leave(worker: Worker, idleMs: number): Promise<void> {
    worker.isLeaving = true;
    const gone = new Promise<void>((resolve) => (worker.child.exitCode === null ? worker.child.once('exit', () => resolve()) : resolve()));
    tell(worker.child, { type: 'drain', idleMs });
    return gone;
  }

  const first = Array.from({ length: options.workers }, start);
  await Promise.all(first.map(({ ready }) => ready)).catch((error) => {
    isStopping = true;
    for (const { child } of workers) child.kill('SIGKILL');
    throw new Error(`a worker cannot start: ${(error as Error).message}`);
  });

  let turn: Promise<unknown> = Promise.resolve();
  return {
    workers: () => [...workers].filter((worker) => !worker.isLeaving).map(({ child }) => child.pid ?? 0),
    replace() {
      const replaced = turn.then(async () => {
        for (const old of [...workers]) {
          if (old.isLeaving || isStopping) continue;
          const successor = start();
          try {
            await successor.ready;
          } catch (error) {
            successor.isLeaving = true;
            successor.child.kill('SIGKILL');
            throw error;
          }
          void leave(old, replacedIdleMs);
          log({ level: 'info', message: 'a worker was replaced', pid: old.child.pid, by: successor.child.pid });
        }
      });
      turn = replaced.catch(() => {});
      return replaced;
    },
    async stop() {
      isStopping = true;
      await Promise.all([...workers].map((worker) => leave(worker, 1000)));
      for (const socket of sockets.values()) (await socket).close();
    },
  };
}

/** After a crash of the primary before, its workers may hold the port for a moment yet. */
async function bindPatiently(host: string, port: number): Promise<BoundSocket> {
  for (let left = bindRetries; ; left -= 1) {
    try {
      return bindSocket(host, port);
    } catch (error) {
      if (left === 0 || !/-?98\b/.test((error as Error).message)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
