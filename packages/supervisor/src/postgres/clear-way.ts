import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, readProcess } from '../process-facts.ts';
import { postgresFailed } from '../supervisor.errors.ts';

const shutdownTimeoutMs = 60_000;

/**
 * Deals with a `postmaster.pid` that does not belong to a supervised child. PostgreSQL believes it whenever any process has that number,
 * so after a power cut a stranger could keep the cluster down: such a file is removed. A real postmaster on this very directory, left
 * over from lost records, is shut down, so that it can be started under supervision.
 */
export async function clearWay(name: string, dataDirectory: string): Promise<void> {
  const file = join(dataDirectory, 'postmaster.pid');
  const pid = Number(readText(file)?.split('\n')[0]);
  if (!pid) return;
  const postmaster = directoryOf(pid) === dataDirectory ? readProcess(pid) : undefined;
  if (!postmaster) {
    rmSync(file, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + shutdownTimeoutMs;
  while (isAlive(pid, postmaster.startTicks)) {
    if (Date.now() > deadline) throw postgresFailed({ name, why: `another postmaster, process ${pid}, runs on ${dataDirectory}; stop it` });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function directoryOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
