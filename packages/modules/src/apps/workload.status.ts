import { type Condition, recalled, say, type Text } from '@dizuo/api';
import { type NewCondition, withCondition } from '@dizuo/kernel';
import type { Instance, WorkloadDriver, WorkloadObject } from './workload-driver.ts';

export interface StatusInput {
  workload: WorkloadObject;
  instances: Instance[];
  replicas: number;
  revision: string | undefined;
  /** What keeps the wanted revision from being started. */
  blocked: { reason: string; message: Text } | undefined;
  isolation: WorkloadDriver['isolation'];
  now: Date;
}

type Status = NonNullable<WorkloadObject['status']>;
/** Restarts from which on a failure is called a crash loop. */
const crashLoop = 3;

/** The status as people and the console read it. Pure. */
export function statusOf(input: StatusInput): Status {
  const { workload, instances, revision, now } = input;
  const readyReplicas = instances.filter((instance) => instance.state === 'Ready').length;
  const observedGeneration = workload.metadata.generation;
  const ready = readiness(input, readyReplicas);
  const progressing = progress(input);
  const isolated = {
    status: input.isolation.isolated ? 'True' : 'False',
    reason: input.isolation.reason,
    message: input.isolation.message,
  } as const;
  let conditions: Condition[] = workload.status?.conditions ?? [];
  for (const [type, condition] of [
    ['Ready', ready],
    ['Progressing', progressing],
    ['Isolated', isolated],
  ] as const)
    conditions = withCondition(conditions, { type, observedGeneration, ...condition }, now);
  return {
    ...workload.status,
    phase: phaseOf(input, readyReplicas, ready.reason, progressing.status === 'True'),
    instances,
    readyReplicas,
    ...(revision ? { revision } : {}),
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    conditions,
  };
}

type Observed = Pick<NewCondition, 'status' | 'reason' | 'message'>;

function readiness({ instances, replicas }: StatusInput, ready: number): Observed {
  if (replicas === 0) return { status: 'True', reason: 'Stopped', message: say('NoReplicasWanted')`no replicas are wanted` };
  if (ready >= replicas)
    return { status: 'True', reason: 'ReplicasReady', message: say('ReplicasReady')`${ready} of ${replicas} replicas are ready` };
  const looping = instances.find((instance) => instance.state !== 'Ready' && instance.restarts >= crashLoop && instance.message);
  const counted = say('ReplicasReady')`${ready} of ${replicas} replicas are ready`;
  if (looping)
    return {
      status: 'False',
      reason: 'CrashLooping',
      message: say(
        'CrashLooping',
      )`${counted}; ${looping.name} was restarted ${looping.restarts} times: ${recalled(looping)}. Look into its log`,
    };
  const failing = instances.find((instance) => (instance.state === 'Failed' || instance.state === 'Unhealthy') && instance.message);
  if (failing)
    return {
      status: 'False',
      reason: 'ReplicasFailing',
      message: say('ReplicasFailing')`${counted}; ${failing.name}: ${recalled(failing)}`,
    };
  return { status: 'False', reason: 'ReplicasStarting', message: counted };
}

function progress({ instances, replicas, revision, blocked, workload }: StatusInput): Observed {
  if (workload.metadata.deletionTimestamp)
    return { status: 'True', reason: 'Deleting', message: say('ReplicasEnding')`${instances.length} replicas are ending` };
  if (blocked) return { status: 'False', reason: blocked.reason, message: blocked.message };
  const current = instances.filter((instance) => instance.revision === revision && instance.state === 'Ready').length;
  const leaving = instances.filter((instance) => instance.revision !== revision || instance.state === 'Stopping').length;
  if (current >= replicas && leaving === 0)
    return { status: 'False', reason: 'Complete', message: say('RolloutComplete')`everything runs as the spec asks` };
  return {
    status: 'True',
    reason: leaving > 0 ? 'RollingOut' : 'Starting',
    message:
      leaving > 0
        ? say('RollingOut')`${current} of ${replicas} replicas run revision ${revision}, ${leaving} others are leaving`
        : say('ReplicasStarting')`${current} of ${replicas} replicas run revision ${revision}`,
  };
}

function phaseOf(input: StatusInput, ready: number, readyReason: string, progressing: boolean): Status['phase'] {
  if (input.workload.metadata.deletionTimestamp) return 'Deleting';
  if (input.replicas === 0 && input.instances.length === 0) return 'Stopped';
  if (readyReason === 'CrashLooping') return ready > 0 ? 'Degraded' : 'Failed';
  if (input.blocked) return input.instances.length === 0 ? 'Pending' : ready >= input.replicas ? 'Ready' : 'Degraded';
  if (progressing) return 'Progressing';
  return ready >= input.replicas ? 'Ready' : 'Degraded';
}
