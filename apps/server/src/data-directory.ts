import { accessSync, closeSync, constants, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectoryInUse, dataDirectoryUnusable } from './server.errors.ts';

/** What is where. `keys` is kept out of backups of the rest: whoever has both can read the secrets. */
export interface DataDirectory {
  root: string;
  statePostgres: string;
  /** Sockets and process records; the paths stay short, because a Unix socket's may have 107 bytes. */
  run: string;
  components: string;
  workloads: string;
  blobs: string;
  gateway: string;
  keys: string;
  certificates: string;
  audit: string;
  logs: string;
  firstPasswords: string;
  /** Gives the lock up. */
  release(): void;
}

/**
 * Opens the data directory for this process alone: creates what is missing and takes the lock. Throws `dataDirectoryUnusable` or
 * `dataDirectoryInUse`. A lock left by a process that was killed is recognised by pid and start time and taken over.
 */
export function openDataDirectory(root: string): DataDirectory {
  try {
    mkdirSync(root, { recursive: true, mode: 0o755 });
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw dataDirectoryUnusable({ directory: root, why: explain(error as NodeJS.ErrnoException) }, { cause: error });
  }
  const lock = join(root, 'lock');
  takeLock(root, lock);
  const under = (name: string, mode: number) => {
    const path = join(root, name);
    mkdirSync(path, { recursive: true, mode });
    return path;
  };
  return {
    root,
    // Directories that another system user (PostgreSQL's, a tenant's) has to pass are 0711; what is inside guards itself.
    statePostgres: join(under('state', 0o711), 'postgres'),
    run: under('run', 0o711),
    components: under('components', 0o711),
    workloads: under('workloads', 0o711),
    blobs: under('blobs', 0o700),
    gateway: under('gateway', 0o700),
    keys: under('keys', 0o700),
    certificates: under('certificates', 0o700),
    audit: under('audit', 0o700),
    logs: under('logs', 0o711),
    firstPasswords: join(root, 'first-passwords.txt'),
    release: () => rmSync(lock, { force: true }),
  };
}

function takeLock(root: string, lock: string): void {
  const mine = `${process.pid} ${startTime(process.pid)}\n`;
  const draft = `${lock}.${process.pid}`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (createLinked(draft, lock, mine)) return;
    const [pidText = '', start = ''] = readLock(lock).trim().split(' ');
    const pid = Number(pidText);
    if (pid && startTime(pid) === start) throw dataDirectoryInUse({ directory: root, pid });
    rmSync(lock, { force: true });
  }
  throw dataDirectoryUnusable({ directory: root, why: `the lock ${lock} cannot be taken; remove it if no server runs` });
}

/** Writes beside and links into place, so that nobody ever reads a half-written lock. */
function createLinked(draft: string, lock: string, content: string): boolean {
  const file = openSync(draft, 'w', 0o600);
  writeSync(file, content);
  closeSync(file);
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readLock(lock: string): string {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return '';
  }
}

/** Field 22 of /proc/<pid>/stat: together with the pid it names a process for good. Empty where there is none. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function explain(error: NodeJS.ErrnoException): string {
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return 'no permission to write there; choose another with --data DIR or change its owner';
  if (error.code === 'ENOTDIR' || error.code === 'EEXIST') return 'a file stands in the way; choose another with --data DIR';
  if (error.code === 'EROFS') return 'the file system is read-only; choose another with --data DIR';
  if (error.code === 'ENOSPC') return 'the disk is full; free some room or choose another with --data DIR';
  return error.message;
}

/** Writes a file that only its owner can read, whole or not at all. */
export function writePrivateFile(path: string, content: string): void {
  const draft = `${path}.new`;
  writeFileSync(draft, content, { mode: 0o600 });
  rmSync(path, { force: true });
  linkSync(draft, path);
  rmSync(draft);
}
