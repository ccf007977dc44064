import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildIntent, ChildRecord, ChildSpec } from './child-spec.ts';

/**
 * Per child, in a directory that only the platform can enter: `<name>.json` what is wanted (written before the start), `<name>.lock`
 * held by the child for as long as any of its processes lives, `<name>.run` written by the child while it holds the lock.
 */
export interface ChildFiles {
  directory: string;
  intentPath(name: string): string;
  lockPath(name: string): string;
  recordPath(name: string): string;
  hash(spec: ChildSpec): string;
  readIntent(name: string): ChildIntent | undefined;
  writeIntent(intent: ChildIntent): void;
  readRecord(name: string): ChildRecord | undefined;
  /** Every child that was started and not stopped. */
  names(): string[];
}

export function openChildFiles(directory: string): ChildFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const key = readKey(join(directory, 'hash-key'));
  const at = (name: string, ending: string) => join(directory, `${name}.${ending}`);
  return {
    directory,
    intentPath: (name) => at(name, 'json'),
    lockPath: (name) => at(name, 'lock'),
    recordPath: (name) => at(name, 'run'),
    // Keyed: the hash is seen in process lists, and the environment holds passwords.
    hash: (spec) => createHmac('sha256', key).update(canonical(spec)).digest('hex').slice(0, 32),
    readIntent(name) {
      const text = readText(at(name, 'json'));
      return text === undefined ? undefined : (JSON.parse(text) as ChildIntent);
    },
    writeIntent(intent) {
      const draft = at(intent.name, 'json.new');
      writeFileSync(draft, JSON.stringify(intent), { mode: 0o600 });
      renameSync(draft, at(intent.name, 'json'));
    },
    readRecord: (name) => parseRecord(readText(at(name, 'run'))),
    names: () =>
      readdirSync(directory)
        .filter((file) => file.endsWith('.json'))
        .map((file) => file.slice(0, -'.json'.length)),
  };
}

function parseRecord(text: string | undefined): ChildRecord | undefined {
  const line = text?.split('\n')[0]?.trim();
  const [bootId, hash, pid, startTicks] = line?.split(' ') ?? [];
  if (!text?.includes('\n') || !bootId || !hash || !pid || !startTicks) return undefined;
  return { bootId, hash, pid: Number(pid), startTicks };
}

/** Written whole or not at all: two starts of the platform agree on one key. */
function readKey(path: string): string {
  const present = readText(path);
  if (present) return present;
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8');
}

function canonical(spec: ChildSpec): string {
  const { name, command, args, cwd, uid, gid, logFile, memoryMiB, niceness } = spec;
  const env = Object.entries(spec.env).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([name, command, args, cwd, uid, gid, logFile, memoryMiB, niceness, env]);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
