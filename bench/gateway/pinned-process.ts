import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

/** The core of what is measured, and the core of load and backends. */
export const cores = { peer: '0', load: '1' } as const;

/** A child process on certain cores, ended with `stop`. */
export class PinnedProcess {
  readonly #child: ChildProcess;
  #output = '';

  constructor(core: string, command: string, args: readonly string[], env: Record<string, string> = {}) {
    this.#child = spawn('taskset', ['-c', core, command, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', NODE_ENV: 'production', ...env },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (data) => {
        this.#output = (this.#output + String(data)).slice(-4000);
      });
  }

  /** Resolves when something accepts connections there. Rejects with what the process said where it ends before, or after ten seconds. */
  async listening(port: number): Promise<void> {
    const end = Date.now() + 10_000;
    while (Date.now() < end && this.#child.exitCode === null) {
      if (await accepts(port)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`nothing listens on ${port}: ${this.#output}`);
  }

  /** KiB that this process and those it started take alone, and their parts of what they share. */
  memoryKiB(): number {
    return tree(this.#child.pid ?? 0).reduce((sum, pid) => sum + proportionalKiB(pid), 0);
  }

  /** Of the processor, that this process and those it started have used. */
  cpuSeconds(): number {
    return tree(this.#child.pid ?? 0).reduce((sum, pid) => sum + ticks(pid), 0) / ticksPerSecond;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function tree(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(tree)];
}

const ticksPerSecond = 100;

/** User and system time. proc(5), stat. */
function ticks(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

function proportionalKiB(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
