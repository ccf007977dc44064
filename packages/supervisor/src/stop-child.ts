import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { ChildFiles } from './child-files.ts';
import { readProcess } from './process-facts.ts';
import type { Tools } from './start-shim.ts';
import { stopFailed } from './supervisor.errors.ts';

const run = promisify(execFile);
const pollIntervalMs = 20;
/** From SIGKILL to giving up: a process in uninterruptible sleep may never end. */
const killTimeoutMs = 10_000;

/** Signals whatever `remaining` names, waits for the grace, then kills. Throws `stopFailed` where that does not help either. */
export async function endProcesses(
  name: string,
  remaining: () => number[],
  signal: NodeJS.Signals = 'SIGTERM',
  graceMs: number,
): Promise<void> {
  let pids = remaining();
  if (pids.length === 0) return;
  for (const pid of pids) send(pid, signal);
  pids = await waitUntilGone(remaining, graceMs);
  if (pids.length === 0) return;
  const deadline = Date.now() + killTimeoutMs;
  while (pids.length > 0) {
    if (Date.now() > deadline) throw stopFailed({ name, pids });
    for (const pid of pids) send(pid, 'SIGKILL');
    pids = await waitUntilGone(remaining, 500);
  }
}

/**
 * Removes a stopped child's files while holding its lock, so that a start that is still under way finds the lock gone and gives up.
 * False: somebody holds the lock, look again.
 */
export async function removeFiles(files: ChildFiles, name: string, tools: Tools): Promise<boolean> {
  const lock = files.lockPath(name);
  const all = [files.recordPath(name), files.intentPath(name), lock];
  if (!all.some((path) => existsSync(path))) return true;
  try {
    await run(tools.flock, ['-n', lock, tools.rm, '-f', ...all]);
    return true;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
    return false;
  }
}

async function waitUntilGone(remaining: () => number[], timeoutMs: number): Promise<number[]> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const pids = remaining();
    if (pids.length === 0 || Date.now() >= deadline) return pids;
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  if (readProcess(pid) === undefined) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
