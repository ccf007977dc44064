/** What a child process is. Two equal specs are the same process: `ensure` adopts it; with any difference it is replaced. */
export interface ChildSpec {
  /** Deterministic and unique in the supervisor's directory: lower-case letters, digits, `.` and `-`. */
  name: string;
  /** Absolute path of a program. */
  command: string;
  args: readonly string[];
  /** The whole environment: nothing is inherited. Handed over by the exec alone, so that only the same user and root can see it. */
  env: Readonly<Record<string, string>>;
  cwd: string;
  /** Other than this process's own only where it is root; supplementary groups are dropped. */
  uid?: number;
  gid?: number;
  /** Receives stdout and stderr; rotated by size to `.1`, `.2` … */
  logFile: string;
  /** SIGTERM by default. Sent to the first process alone. */
  stopSignal?: NodeJS.Signals;
  /** From the stop signal to SIGKILL of all its processes. 10,000 by default. */
  stopGraceMs?: number;
  /** Enforced by a cgroup where this machine lets us make one; see `memoryEnforced`. */
  memoryMiB?: number;
  /** 0 to 19. */
  niceness?: number;
}

export interface RunningChild {
  name: string;
  pid: number;
  startedAt: Date;
  /** Ran already when `ensure` was called. */
  adopted: boolean;
  /** The kernel enforces `memoryMiB`; otherwise its owner has to watch `usage`. */
  memoryEnforced: boolean;
  /** Resolves when the process is gone, never rejects. The code is known only for processes that this server started. */
  exited: Promise<ChildExit>;
}

export interface ChildExit {
  code?: number;
  signal?: NodeJS.Signals;
}

export interface ChildUsage {
  /** Processor time of the child and all its descendants since it started, in milliseconds. */
  cpuMs: number;
  /** Resident memory of the same; pages that they share are counted once. */
  memoryBytes: number;
  processes: number;
}

/** What the supervisor knows without asking the kernel: enough to stop a child that an earlier server started. */
export interface ChildIntent {
  name: string;
  /** Keyed hash of the spec; says nothing about the environment. */
  hash: string;
  stopSignal: NodeJS.Signals;
  stopGraceMs: number;
  logFile: string;
}

/** Written by the child itself under its lock, before it turns into the program. */
export interface ChildRecord {
  bootId: string;
  hash: string;
  pid: number;
  /** Clock ticks since boot, field 22 of /proc/pid/stat: with pid and boot id it names a process for good. */
  startTicks: string;
}
