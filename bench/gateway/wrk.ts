import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cores } from './pinned-process.ts';

export interface Load {
  url: string;
  seconds: number;
  connections?: number;
  headers?: Record<string, string>;
  /** Milliseconds that each connection waits between an answer and its next request. */
  pauseMs?: number;
}

export interface Measured {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  failed: number;
  requests: number;
}

const run = promisify(execFile);

/** Loads a server with `wrk`, which is taken from Debian. */
export async function wrk(directory: string, { url, seconds, connections = 64, headers = {}, pauseMs }: Load): Promise<Measured> {
  const args = ['-c', cores.load, 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', '10s'];
  for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}: ${value}`);
  if (pauseMs !== undefined) {
    const script = join(directory, 'pause.lua');
    writeFileSync(script, `function delay() return ${pauseMs} end\n`);
    args.push('-s', script);
  }
  const { stdout } = await run('taskset', [...args, url]);
  const failed = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1];
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout);
  return {
    requests: Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0),
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN),
    p50Ms: milliseconds(/\s50%\s+(\S+)/.exec(stdout)?.[1]),
    p99Ms: milliseconds(/\s99%\s+(\S+)/.exec(stdout)?.[1]),
    failed: Number(failed ?? 0) + (errors ? errors.slice(1).reduce((sum, count) => sum + Number(count), 0) : 0),
  };
}

function milliseconds(text = ''): number {
  const [, value, unit] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? [];
  return Number(value) * (unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1);
}
