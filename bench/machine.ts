import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Memory in MiB of the platform on a data directory: of the server and everything whose command line or directory names it, by role. */
export function memoryOf(dataDirectory: string): Map<string, number> {
  return sumByRole(dataDirectory, proportionalMiB);
}

/** Seconds that these processes, and those of their children that have ended, have had of processors, by role. */
export function processorSecondsOf(dataDirectory: string): Map<string, number> {
  return sumByRole(dataDirectory, processorSeconds);
}

function sumByRole(dataDirectory: string, amountOf: (pid: number) => number): Map<string, number> {
  const byRole = new Map<string, number>();
  const roles = new Map<number, string>();
  const parents = new Map<number, number>();
  for (const pid of pids()) {
    const role = roleOf(pid, dataDirectory);
    if (role) roles.set(pid, role);
    parents.set(pid, parentOf(pid));
  }
  for (const pid of parents.keys()) {
    // Backends of PostgreSQL rename themselves: they count with the process that started them.
    const role = roles.get(pid) ?? roles.get(parents.get(pid) ?? 0);
    if (role) byRole.set(role, (byRole.get(role) ?? 0) + amountOf(pid));
  }
  return byRole;
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function roleOf(pid: number, directory: string): string | undefined {
  const command = quietly(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')) ?? '';
  const place = quietly(() => readlinkSync(`/proc/${pid}/cwd`)) ?? '';
  if (pid === process.pid || !(command.includes(`${directory}/`) || command.includes(`${directory} `) || place.startsWith(`${directory}/`)))
    return;
  if (command.includes('apps/server/src/main.ts')) return 'server';
  if (command.includes('apps/gateway/src/main.ts')) return 'gateway';
  if (command.includes('postgres')) return command.includes('/components/') ? 'PostgreSQL for tenants' : 'PostgreSQL of the platform';
  if (place.includes('/workloads/') || command.includes('/workloads/')) return 'workload replicas';
  return 'other';
}

function parentOf(pid: number): number {
  return Number(statOf(pid)[1] ?? 0);
}

/** utime, stime, cutime and cstime, in ticks of which Linux shows a hundred a second. proc_pid_stat(5). */
function processorSeconds(pid: number): number {
  return (
    statOf(pid)
      .slice(11, 15)
      .reduce((sum, ticks) => sum + Number(ticks), 0) / 100
  );
}

/** Fields of the stat file from the third, the state, on. */
function statOf(pid: number): string[] {
  const stat = quietly(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '';
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Shared pages are counted in parts, so that a sum over processes is what they take together. */
function proportionalMiB(pid: number): number {
  const text = quietly(() => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? '';
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
