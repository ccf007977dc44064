import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, closeSync, constants, existsSync, openSync } from 'node:fs';
import type { ChildFiles } from './child-files.ts';
import type { ChildSpec } from './child-spec.ts';
import { bootId } from './process-facts.ts';
import { notSupported } from './supervisor.errors.ts';

/** Exit code of a shim that found another one holding the lock. EX_TEMPFAIL of sysexits.h. */
export const lockHeld = 75;
/** Exit code of a shim whose lock file was removed: the child was stopped before it came up. */
export const lockRemoved = 76;

/**
 * Runs as the child's own user with nothing but three open files: the log, the lock (3) and the record (4), so that the child cannot
 * reach any of them by name. Whoever gets the lock is the child; it writes who it is and turns into the program, which keeps the lock
 * open. So however the server dies around the start, there is at most one child, and it has a record.
 */
const script = `
flock=$1 stat=$2 prefix=$3
shift 3
"$flock" -n 3 || exit ${lockHeld}
[ "$("$stat" -Lc %h /proc/self/fd/3)" != 0 ] || exit ${lockRemoved}
read -r line < "/proc/$$/stat"
ticks() { shift 19; echo "$1"; }
printf '%-200s\\n' "$prefix $$ $(ticks \${line##*) })" >&4
exec 4>&-
exec "$@"
`;

export interface Tools {
  sh: string;
  flock: string;
  stat: string;
  nice: string;
  rm: string;
}

/** The few programs that the shim needs, by absolute path. Debian and Ubuntu always have them. */
export function findTools(): Tools {
  if (process.platform !== 'linux') throw notSupported({ why: `${process.platform} has no /proc; use Linux` });
  return { sh: find('sh'), flock: find('flock'), stat: find('stat'), nice: find('nice'), rm: find('rm') };
}

/** Starts a shim in a session of its own. Returns at once; what became of it is in the record. */
export function startShim(spec: ChildSpec, hash: string, files: ChildFiles, tools: Tools): ChildProcess {
  const log = openSync(spec.logFile, 'a', 0o600);
  const lock = openSync(files.lockPath(spec.name), constants.O_RDONLY | constants.O_CREAT, 0o600);
  // Not truncated: the record of a child that holds the lock stays.
  const record = openSync(files.recordPath(spec.name), constants.O_WRONLY | constants.O_CREAT, 0o600);
  try {
    // A program that opens /dev/stdout again must be allowed to.
    if (spec.uid !== undefined && process.getuid?.() === 0) chownSync(spec.logFile, spec.uid, spec.gid ?? spec.uid);
    const niced = spec.niceness ? [tools.nice, '-n', String(spec.niceness)] : [];
    return spawn(
      tools.sh,
      ['-c', script, `dizuo:${spec.name}`, tools.flock, tools.stat, `${bootId()} ${hash}`, ...niced, spec.command, ...spec.args],
      {
        cwd: spec.cwd,
        env: { ...spec.env },
        detached: true,
        stdio: ['ignore', log, log, lock, record],
        ...(spec.uid === undefined ? {} : { uid: spec.uid }),
        ...(spec.gid === undefined ? {} : { gid: spec.gid }),
      },
    );
  } finally {
    for (const fd of [log, lock, record]) closeSync(fd);
  }
}

function find(program: string): string {
  const found = ['/usr/bin', '/bin', '/usr/local/bin'].map((directory) => `${directory}/${program}`).find((path) => existsSync(path));
  if (!found) throw notSupported({ why: `the program ${program} is missing; install coreutils and util-linux` });
  return found;
}
