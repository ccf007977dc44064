import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ChildUsage } from './child-spec.ts';

/** Reads /proc. Everything here may be gone the next moment: absent answers are normal. */

/** USER_HZ: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

export interface ProcessFacts {
  pid: number;
  state: string;
  parent: number;
  session: number;
  startTicks: string;
  cpuTicks: number;
}

export function readProcess(pid: number): ProcessFacts | undefined {
  const text = readText(`/proc/${pid}/stat`);
  if (!text) return undefined;
  // The name in parentheses may hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const number = (index: number) => Number(fields[index]);
  return {
    pid,
    state: fields[0] ?? '',
    parent: number(1),
    session: number(3),
    // Own time, and that of children that ended and were waited for.
    cpuTicks: number(11) + number(12) + number(13) + number(14),
    startTicks: fields[19] ?? '',
  };
}

/** A process that still does something: a zombie that nobody waits for does not. */
export function isAlive(pid: number, startTicks: string): boolean {
  const facts = readProcess(pid);
  return facts !== undefined && facts.startTicks === startTicks && facts.state !== 'Z' && facts.state !== 'X';
}

export function bootId(): string {
  return readText('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

export function startedAt(startTicks: string): Date {
  const bootSeconds = Number(/^btime (\d+)$/m.exec(readText('/proc/stat') ?? '')?.[1] ?? 0);
  return new Date((bootSeconds + Number(startTicks) / ticksPerSecond) * 1000);
}

/** A process, its session and all descendants. */
export function familyOf(pid: number, all: readonly ProcessFacts[] = allProcesses()): ProcessFacts[] {
  const members = new Set<number>([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const facts of all) {
      if (members.has(facts.pid) || !(members.has(facts.parent) || facts.session === pid)) continue;
      members.add(facts.pid);
      grown = true;
    }
  }
  return all.filter((facts) => members.has(facts.pid));
}

/** `all` saves looking through /proc again for each of many. */
export function usageOf(pid: number, all: readonly ProcessFacts[] = allProcesses()): ChildUsage {
  const family = familyOf(pid, all);
  let own = 0;
  let shared = 0;
  for (const { pid: member } of family) {
    const status = readText(`/proc/${member}/status`) ?? '';
    own += kibibytes(status, 'RssAnon');
    shared = Math.max(shared, kibibytes(status, 'RssFile') + kibibytes(status, 'RssShmem'));
  }
  const ticks = family.reduce((sum, facts) => sum + facts.cpuTicks, 0);
  return { cpuMs: (ticks * 1000) / ticksPerSecond, memoryBytes: (own + shared) * 1024, processes: family.length };
}

/** Processes that have this file open and are at least so old, as far as this process may see. */
export function holdersOf(path: string, minAgeMs = 0): number[] {
  const uptimeMs = Number((readText('/proc/uptime') ?? '').split(' ')[0]) * 1000;
  return allProcesses()
    .filter(
      (facts) => facts.pid !== process.pid && (minAgeMs === 0 || uptimeMs - (Number(facts.startTicks) / ticksPerSecond) * 1000 >= minAgeMs),
    )
    .map((facts) => facts.pid)
    .filter((pid) => openFiles(pid).includes(path));
}

function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => linkTarget(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

export function allProcesses(): ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((facts) => facts !== undefined);
}

function kibibytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
