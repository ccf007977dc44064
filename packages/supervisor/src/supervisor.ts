import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import { type ChildFiles, openChildFiles } from './child-files.ts';
import type { ChildExit, ChildRecord, ChildSpec, ChildUsage, RunningChild } from './child-spec.ts';
import { openMemoryLimits } from './memory-limit.ts';
import { allProcesses, bootId, holdersOf, isAlive, startedAt, usageOf } from './process-facts.ts';
import { rotateLog } from './rotate-log.ts';
import { findTools, lockHeld, lockRemoved, startShim } from './start-shim.ts';
import { endProcesses, removeFiles } from './stop-child.ts';
import { startFailed } from './supervisor.errors.ts';

/**
 * Runs child processes that outlive this one, even a `kill -9`: each in a session of its own, its output in a file, its record on disk.
 * Calls about one name run one after the other; at most one supervisor uses a directory at a time.
 */
export interface Supervisor {
  /** Runs the child: adopts it where it runs with this very spec, replaces it where the spec differs, starts it where it does not run. */
  ensure(spec: ChildSpec): Promise<RunningChild>;
  /** The child that runs under this name, if one does. */
  find(name: string): RunningChild | undefined;
  /** Stop signal, grace (that of the spec by default), SIGKILL of everything that is left; forgets the child. Stopping what does not run is done already. */
  stop(name: string, graceMs?: number): Promise<void>;
  /** Names of all children that were ensured and not stopped, running or not. */
  list(): string[];
  usage(name: string): ChildUsage | undefined;
  /** Of all running children whose names begin so, by name, from one look at the machine. */
  usages(prefix: string): Map<string, ChildUsage>;
  /** Ends the supervision; the children run on. */
  close(): void;
}

export interface SupervisorOptions {
  /** Holds records and locks; made with mode 0700. */
  directory: string;
  log: Logger;
  /** When a log is rotated. 10 MiB and 3 older files by default. */
  logLimits?: { maxBytes: number; keep: number };
}

const defaultLogLimits = { maxBytes: 10 * 1024 * 1024, keep: 3 };
const rotationIntervalMs = 2000;
const pollIntervalMs = 200;
/** The shim needs milliseconds; a machine that swaps may need long. */
const startTimeoutMs = 20_000;
/** Younger than this, a holder of the lock may be a start that has not written its record yet. */
const youngMs = 2000;

export function createSupervisor({ directory, log, logLimits = defaultLogLimits }: SupervisorOptions): Supervisor {
  const tools = findTools();
  const files = openChildFiles(directory);
  const memory = openMemoryLimits();
  const turns = new Map<string, Promise<unknown>>();
  const started = new Map<string, { record: ChildRecord; exited: Promise<ChildExit> }>();
  const watched = new Map<string, Promise<ChildExit>>();
  let closed = false;
  const rotation = setInterval(() => rotateAll(files, logLimits, log), rotationIntervalMs).unref();

  /** One call at a time for each name. */
  function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(name) ?? Promise.resolve()).then(work, work);
    turns.set(name, turn);
    const forget = () => void (turns.get(name) === turn && turns.delete(name));
    turn.then(forget, forget);
    return turn;
  }

  function alive(name: string): ChildRecord | undefined {
    const record = files.readRecord(name);
    return record && record.bootId === bootId() && isAlive(record.pid, record.startTicks) ? record : undefined;
  }

  function describe(name: string, record: ChildRecord, adopted: boolean, memoryEnforced: boolean): RunningChild {
    const own = started.get(name);
    const isOwn = own?.record.pid === record.pid && own.record.startTicks === record.startTicks;
    const { pid } = record;
    return {
      name,
      pid,
      startedAt: startedAt(record.startTicks),
      adopted,
      memoryEnforced,
      exited: isOwn ? own.exited : watchUntilGone(record),
    };
  }

  /** A process that another server started is not our child: nobody tells us its end. */
  function watchUntilGone(record: ChildRecord): Promise<ChildExit> {
    const id = `${record.pid} ${record.startTicks}`;
    const present = watched.get(id);
    if (present) return present;
    const gone = new Promise<ChildExit>((resolve) => {
      const timer = setInterval(() => {
        if (!closed && isAlive(record.pid, record.startTicks)) return;
        clearInterval(timer);
        if (closed) return;
        watched.delete(id);
        resolve({});
      }, pollIntervalMs).unref();
    });
    watched.set(id, gone);
    return gone;
  }

  async function start(spec: ChildSpec, hash: string): Promise<RunningChild> {
    mkdirSync(dirname(spec.logFile), { recursive: true });
    files.writeIntent({
      name: spec.name,
      hash,
      stopSignal: spec.stopSignal ?? 'SIGTERM',
      stopGraceMs: spec.stopGraceMs ?? 10_000,
      logFile: spec.logFile,
    });
    const deadline = Date.now() + startTimeoutMs;
    for (;;) {
      const before = files.readRecord(spec.name)?.startTicks;
      const shim = startShim(spec, hash, files, tools);
      const exited = exitOf(shim);
      shim.unref();
      const outcome = await becameChild(shim, exited, spec.name, before);
      if (outcome.record) {
        started.set(spec.name, { record: outcome.record, exited });
        return describe(spec.name, outcome.record, false, enforce(spec, outcome.record));
      }
      const other = alive(spec.name);
      if (other && outcome.exit.code === lockHeld) {
        if (other.hash === hash) return describe(spec.name, other, true, enforce(spec, other));
        await end(spec.name);
      } else if (outcome.exit.code === lockHeld) {
        // The first process is gone but something it started holds on to the lock. A young holder may be a start under way.
        await endProcesses(spec.name, () => holdersOf(files.lockPath(spec.name), youngMs), 'SIGKILL', 0);
      } else if (outcome.exit.code !== lockRemoved) {
        throw startFailed({ name: spec.name, why: outcome.why ?? `it ended at once with ${outcome.exit.code ?? outcome.exit.signal}` });
      }
      if (Date.now() > deadline) throw startFailed({ name: spec.name, why: `its lock was not free within ${startTimeoutMs / 1000} s` });
      await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
    }
  }

  async function becameChild(
    shim: ChildProcess,
    exited: Promise<ChildExit>,
    name: string,
    before: string | undefined,
  ): Promise<{ record: ChildRecord; exit?: undefined } | { record?: undefined; exit: ChildExit; why?: string }> {
    let exit: ChildExit | undefined;
    let why: string | undefined;
    exited.then((result) => {
      exit = result;
    });
    shim.once('error', (error) => {
      why = error.message;
    });
    for (;;) {
      const record = files.readRecord(name);
      if (record && record.pid === shim.pid && record.startTicks !== before && record.bootId === bootId()) return { record };
      if (exit) return { exit, ...(why ? { why } : {}) };
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  function enforce(spec: ChildSpec, record: ChildRecord): boolean {
    return spec.memoryMiB !== undefined && memory.apply(spec.name, record.pid, spec.memoryMiB);
  }

  async function end(name: string, graceMs?: number): Promise<void> {
    const intent = files.readIntent(name);
    const record = alive(name);
    const grace = graceMs ?? intent?.stopGraceMs ?? 10_000;
    if (record) await endProcesses(name, () => (isAlive(record.pid, record.startTicks) ? [record.pid] : []), intent?.stopSignal, grace);
    await endProcesses(name, () => holdersOf(files.lockPath(name)), 'SIGKILL', 0);
    memory.release(name);
    started.delete(name);
  }

  return {
    ensure: (spec) =>
      inTurn(spec.name, async () => {
        if (!/^[a-z0-9][a-z0-9.-]{0,199}$/.test(spec.name))
          throw startFailed({ name: spec.name, why: 'the name has other characters than a-z, 0-9, . and -' });
        const hash = files.hash(spec);
        const running = alive(spec.name);
        if (running?.hash === hash) return describe(spec.name, running, true, enforce(spec, running));
        if (running) await end(spec.name);
        return start(spec, hash);
      }),
    find(name) {
      const record = alive(name);
      return record && describe(name, record, true, false);
    },
    stop: (name, graceMs) =>
      inTurn(name, async () => {
        for (let removed = false; !removed; ) {
          await end(name, graceMs);
          removed = await removeFiles(files, name, tools);
        }
      }),
    list: () => files.names(),
    usage(name) {
      const record = alive(name);
      return record && usageOf(record.pid);
    },
    usages(prefix) {
      const all = allProcesses();
      const records = files
        .names()
        .filter((name) => name.startsWith(prefix))
        .map((name) => [name, alive(name)] as const);
      return new Map(records.flatMap(([name, record]) => (record ? [[name, usageOf(record.pid, all)] as const] : [])));
    },
    close() {
      closed = true;
      clearInterval(rotation);
    },
  };
}

function exitOf(child: ChildProcess): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ ...(code === null ? {} : { code }), ...(signal === null ? {} : { signal }) }));
    child.once('error', () => child.pid === undefined && resolve({}));
  });
}

function rotateAll(files: ChildFiles, limits: { maxBytes: number; keep: number }, log: Logger): void {
  let path: string | undefined;
  try {
    for (const name of files.names()) {
      path = files.readIntent(name)?.logFile;
      if (path) rotateLog(path, limits);
    }
  } catch (error) {
    log.warn({ err: error, path }, 'a log was not rotated');
  }
}
