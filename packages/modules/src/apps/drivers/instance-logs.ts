import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstanceKey } from '../workload-driver.ts';

/** Logs of replicas that are gone are kept so many per workload, to look into why they went. */
const keptPerWorkload = 12;
const pollMs = 250;
const chunkBytes = 64 * 1024;
/** A reader that asks for many lines gets at most so much of the past. */
const mostTailBytes = 4 * 1024 * 1024;

/** Where the output of replicas is, and how it is read. */
export class InstanceLogs {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  path({ namespace, workload, instance }: InstanceKey): string {
    return join(this.#directory, namespace, workload, `${instance}.log`);
  }

  /** Names of the replicas that have written, oldest first. */
  instances(namespace: string, workload: string): string[] {
    const directory = join(this.#directory, namespace, workload);
    if (!existsSync(directory)) return [];
    return readdirSync(directory)
      .filter((file) => file.endsWith('.log'))
      .map((file) => ({ name: file.slice(0, -'.log'.length), at: statSync(join(directory, file)).mtimeMs }))
      .sort((a, b) => a.at - b.at)
      .map(({ name }) => name);
  }

  /** Removes the oldest logs of replicas that are gone. */
  prune(namespace: string, workload: string, present: ReadonlySet<string>): void {
    const gone = this.instances(namespace, workload).filter((instance) => !present.has(instance));
    for (const instance of gone.slice(0, Math.max(0, gone.length - keptPerWorkload))) {
      const path = this.path({ namespace, workload, instance });
      for (const file of [path, `${path}.1`, `${path}.2`, `${path}.3`]) rmSync(file, { force: true });
    }
  }

  removeAll(namespace: string, workload: string): void {
    rmSync(join(this.#directory, namespace, workload), { recursive: true, force: true });
  }

  /** The last line that was written, for a condition. */
  async lastLine(key: InstanceKey): Promise<string> {
    const lines = await readTail(this.path(key), 3);
    return (lines.at(-1) ?? '').trim().slice(0, 300);
  }

  /** The last lines of one replica, then, where asked, everything that it writes until the signal. Whole lines. */
  async *read(key: InstanceKey, options: { tail: number; follow: boolean; signal: AbortSignal }): AsyncGenerator<string> {
    const path = this.path(key);
    const size = sizeOf(path);
    for (const line of await readTail(path, options.tail, size)) yield `${line}\n`;
    if (!options.follow) return;
    let position = size;
    let rest = '';
    const decoder = new TextDecoder();
    while (!options.signal.aborted) {
      const now = sizeOf(path);
      // Rotated: what was written since is in the emptied file.
      if (now < position) position = 0;
      if (now === position) {
        await pause(pollMs, options.signal);
        continue;
      }
      const bytes = await readRange(path, position, Math.min(now, position + chunkBytes));
      position += bytes.length;
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) yield `${lines.join('\n')}\n`;
    }
  }
}

async function readTail(path: string, count: number, end = sizeOf(path)): Promise<string[]> {
  if (count === 0 || end === 0) return [];
  const from = Math.max(0, end - Math.min(mostTailBytes, Math.max(chunkBytes, count * 400)));
  const lines = (await readRange(path, from, end)).toString('utf8').split('\n');
  // The first may be the end of a longer one, the last is empty or still being written.
  if (from > 0) lines.shift();
  if (lines.at(-1) === '') lines.pop();
  return lines.slice(-count);
}

async function readRange(path: string, from: number, to: number): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return Buffer.alloc(0);
  try {
    const buffer = Buffer.alloc(to - from);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
