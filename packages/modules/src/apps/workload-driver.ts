import type { ObjectOf, Text, Workload } from '@dizuo/api';

export type WorkloadObject = ObjectOf<typeof Workload>;
type Status = NonNullable<WorkloadObject['status']>;
export type Instance = NonNullable<Status['instances']>[number];

/** Names one replica. */
export interface InstanceKey {
  namespace: string;
  workload: string;
  instance: string;
}

/** A program on the machine, ready to run. */
export interface Program {
  /** Changes with its content. */
  id: string;
  directory: string;
}

export interface Launch extends InstanceKey {
  port: number;
  program: Program;
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  memoryMiB: number;
  stopGraceMs: number;
}

export interface InstanceUsage extends InstanceKey {
  /** Processor time since the start. */
  cpuMs: number;
  memoryBytes: number;
}

/**
 * Runs replicas. Every call may be repeated: names decide what is what, so that a server that was killed between a call and its record
 * calls again. The same contract for processes here and for any engine.
 */
export interface WorkloadDriver {
  /** Whether one tenant's replicas are kept from other tenants' files and the platform's keys, and how. */
  isolation: { isolated: boolean; reason: string; message: Text };
  /** Brings the program onto the machine. Throws `programMissing`. */
  program(workload: WorkloadObject): Promise<Program>;
  /** Where a replica that does not run will listen; the same answer until `forget`, unless somebody else took the port. */
  address(key: InstanceKey): Promise<{ host: string; port: number }>;
  start(launch: Launch): Promise<{ startedAt: Date }>;
  /** Undefined: it does not run. */
  running(key: InstanceKey): { startedAt: Date } | undefined;
  /** How the last process of a replica ended, in words, as far as known. */
  ending(key: InstanceKey): Text;
  /** Asks it to end, and kills it after the grace. Returns when it is gone. */
  stop(key: InstanceKey, graceMs: number): Promise<void>;
  /** Gives up what is kept for a replica that is gone, but for its log. */
  forget(key: InstanceKey): Promise<void>;
  /** Removes what is kept for a workload that is gone. */
  forgetWorkload(namespace: string, workload: string): Promise<void>;
  /** All replicas that run on this machine. */
  usage(): InstanceUsage[];
  /** The replica's memory limit is not held by the machine: the controller has to. */
  watchesMemory(key: InstanceKey): boolean;
}
