import { AppError, conflict, keyOf, type ObjectKey, recalled, say, type Text, Workload } from '@dizuo/api';
import type { ReconcileContext, ReconcileResult } from '@dizuo/kernel';
import type { HealthMonitor } from './drivers/health-monitor.ts';
import type { InstanceLogs } from './drivers/instance-logs.ts';
import type { UsageRecorder } from './usage-recorder.ts';
import { resolveEnvironment, revisionOf } from './workload.environment.ts';
import { type Observation, type Plan, planWorkload } from './workload.plan.ts';
import { settingsOf, type WorkloadSettings } from './workload.settings.ts';
import { statusOf } from './workload.status.ts';
import type { Instance, Program, WorkloadDriver, WorkloadObject } from './workload-driver.ts';

/** Held until every replica has ended and nothing of the workload is left on the machine. */
const workloadFinalizer = 'apps.dizuo/replicas';

export interface WorkloadWorld {
  driver: WorkloadDriver;
  health: HealthMonitor;
  usage: UsageRecorder;
  logs: InstanceLogs;
  /** What the platform tells every program, such as where to verify identities; the spec's own variables win. */
  environment: Readonly<Record<string, string>>;
  revisionKey(): Buffer;
  drainMs: number;
  /** Failed starts in a row, by replica; forgotten with the process, which only makes the next start sooner. */
  crashes: Map<string, number>;
  /** Replicas that ran since this server began to lead. */
  seen: Set<string>;
  /** Replicas that are being ended in the background. */
  ending: Map<string, Promise<void>>;
}

interface Wanted {
  program: Program;
  environment: Record<string, string>;
  revision: string;
}

/** While something moves. */
const restlessMs = 100;
/** Ended processes are noticed this late at most. */
const steadyMs = 1000;
/** Ready for so long, its crashes are forgiven. */
const forgivenMs = 60_000;

/**
 * One step: find out what should run, look at what runs, decide (`planWorkload`), record the decision, act, record the outcome. Every
 * effect is named by the record before it, so a crash anywhere repeats an effect that may be repeated.
 */
export async function reconcileWorkload(world: WorkloadWorld, key: ObjectKey, context: ReconcileContext): Promise<ReconcileResult> {
  const workload = await context.client.get(Workload, key);
  if (!workload) return undefined;
  const deleting = workload.metadata.deletionTimestamp !== undefined;
  const finalizers = workload.metadata.finalizers ?? [];
  if (!finalizers.includes(workloadFinalizer)) {
    if (deleting) return undefined;
    await context.client.update(Workload, {
      ...workload,
      metadata: { ...workload.metadata, finalizers: [...finalizers, workloadFinalizer] },
    });
    return { requeueAfterMs: 0 };
  }
  const settings = settingsOf(workload);
  const { wanted, blocked } = deleting ? { wanted: undefined, blocked: undefined } : await findWanted(world, workload, settings, context);
  const replicas = deleting ? 0 : settings.replicas;
  const before = workload.status?.instances ?? [];
  const plan = planWorkload({
    workload: workload.metadata.name,
    revision: wanted?.revision,
    replicas,
    failureThreshold: settings.healthCheck.failureThreshold,
    instances: before,
    observe: (name) => observe(world, workload, settings, name),
    now: new Date(),
    drainMs: world.drainMs,
  });
  noteCrashes(world, workload, plan.instances, before);
  for (const name of plan.start) await place(world, workload, plan, name);
  for (const name of plan.forget) await forget(world, workload, name, context);
  context.crashPoint('workload/planned');
  const recorded = await record(world, workload, plan.instances, replicas, wanted?.revision, blocked, context);
  if (!recorded) return { requeueAfterMs: 0 };
  for (const name of [...plan.kill, ...plan.stop]) end(world, recorded, name, plan.kill.includes(name) ? 0 : settings.stopGraceMs, context);
  if (plan.start.length > 0 && wanted) await start(world, recorded, settings, wanted, plan.start, context);
  if (deleting && plan.instances.length === 0) {
    await finish(world, recorded, context);
    return undefined;
  }
  const restless = plan.instances.some((instance) => instance.state !== 'Ready' && instance.state !== 'Unhealthy');
  return { requeueAfterMs: restless || plan.forget.length > 0 ? restlessMs : steadyMs };
}

async function findWanted(
  world: WorkloadWorld,
  workload: WorkloadObject,
  settings: WorkloadSettings,
  context: ReconcileContext,
): Promise<{ wanted?: Wanted; blocked?: { reason: string; message: Text } }> {
  try {
    const own = await resolveEnvironment(workload, context.client);
    const program = await world.driver.program(workload);
    const environment = { ...world.environment, ...own };
    return { wanted: { program, environment, revision: revisionOf(world.revisionKey(), workload, settings, program, environment) } };
  } catch (error) {
    if (!(error instanceof AppError) || error.family !== 'operational') throw error;
    return { blocked: { reason: error.code, message: recalled(error) } };
  }
}

function observe(world: WorkloadWorld, workload: WorkloadObject, settings: WorkloadSettings, name: string): Observation {
  const key = instanceKey(workload, name);
  const instance = workload.status?.instances?.find((candidate) => candidate.name === name);
  const running = world.driver.running(key);
  if (running) world.seen.add(idOf(workload, name));
  const { path, timeoutSeconds, intervalSeconds } = settings.healthCheck;
  const health =
    running && instance && instance.state !== 'Stopping'
      ? world.health.look(idOf(workload, name), {
          host: instance.host,
          port: instance.port,
          path,
          intervalMs: instance.state === 'Starting' ? 250 : intervalSeconds * 1000,
          timeoutMs: timeoutSeconds * 1000,
        })
      : { ok: false, failures: 0, problem: '' };
  const memoryMiB = running ? world.usage.memoryMiB(key.namespace, key.workload, name) : 0;
  const over = memoryMiB > settings.memoryMiB && world.driver.watchesMemory(key);
  return {
    running,
    ending: world.driver.ending(key),
    away: !world.seen.has(idOf(workload, name)),
    health,
    crashes: world.crashes.get(idOf(workload, name)) ?? 0,
    ...(over
      ? {
          memoryProblem: say(
            'OverMemory',
          )`it took ${memoryMiB} MiB of ${settings.memoryMiB} MiB; raise spec.resources.memoryMiB or find the leak`,
        }
      : {}),
  };
}

function noteCrashes(world: WorkloadWorld, workload: WorkloadObject, now: readonly Instance[], before: readonly Instance[]): void {
  for (const instance of now) {
    const id = idOf(workload, instance.name);
    const old = before.find((candidate) => candidate.name === instance.name);
    if (instance.state === 'Failed' && old?.state !== 'Failed') {
      world.crashes.set(id, (world.crashes.get(id) ?? 0) + 1);
      world.health.forget(id);
    }
    if (instance.state === 'Ready' && Date.now() - Date.parse(instance.since ?? '') > forgivenMs) world.crashes.delete(id);
  }
}

/** Gives a replica that is about to start its address, which is recorded before it starts. */
async function place(world: WorkloadWorld, workload: WorkloadObject, plan: Plan, name: string): Promise<void> {
  const address = await world.driver.address(instanceKey(workload, name));
  plan.instances = plan.instances.map((instance) => (instance.name === name ? { ...instance, ...address } : instance));
}

/** Undefined: somebody else changed the workload meanwhile; look again. */
async function record(
  world: WorkloadWorld,
  workload: WorkloadObject,
  instances: Instance[],
  replicas: number,
  revision: string | undefined,
  blocked: { reason: string; message: Text } | undefined,
  context: ReconcileContext,
): Promise<WorkloadObject | undefined> {
  const { isolation } = world.driver;
  const status = statusOf({ workload, instances, replicas, revision, blocked, isolation, now: new Date() });
  try {
    const recorded = await context.client.updateStatus(Workload, { ...workload, status });
    await tell(workload, recorded, context);
    return recorded;
  } catch (error) {
    if (conflict.is(error)) return undefined;
    throw error;
  }
}

/** Events about what changed, for people. */
async function tell(before: WorkloadObject, after: WorkloadObject, context: ReconcileContext): Promise<void> {
  const old = new Map((before.status?.instances ?? []).map((instance) => [instance.name, instance]));
  for (const instance of after.status?.instances ?? []) {
    const was = old.get(instance.name)?.state;
    if (was === instance.state) continue;
    if (instance.state === 'Ready') await context.event(after, 'Normal', 'ReplicaReady', say('ReplicaReady')`${instance.name} is ready`);
    if (instance.state === 'Failed')
      await context.event(after, 'Warning', 'ReplicaFailed', say('ReplicaFailed')`${instance.name}: ${recalled(instance)}`);
    if (instance.state === 'Unhealthy')
      await context.event(after, 'Warning', 'ReplicaUnhealthy', say('ReplicaUnhealthy')`${instance.name}: ${recalled(instance)}`);
    if (instance.state === 'Stopping')
      await context.event(
        after,
        'Normal',
        'ReplicaStopping',
        say('ReplicaStopping')`${instance.name} gets no more requests and is asked to end`,
      );
  }
}

async function start(
  world: WorkloadWorld,
  workload: WorkloadObject,
  settings: WorkloadSettings,
  wanted: Wanted,
  names: readonly string[],
  context: ReconcileContext,
): Promise<void> {
  const startedAt = new Map<string, string>();
  for (const name of names) {
    const instance = workload.status?.instances?.find((candidate) => candidate.name === name);
    if (!instance || context.signal.aborted) continue;
    world.health.forget(idOf(workload, name));
    const child = await world.driver.start({
      ...instanceKey(workload, name),
      port: instance.port,
      program: wanted.program,
      command: settings.command,
      env: wanted.environment,
      memoryMiB: settings.memoryMiB,
      stopGraceMs: settings.stopGraceMs,
    });
    context.crashPoint('workload/started');
    world.seen.add(idOf(workload, name));
    startedAt.set(name, child.startedAt.toISOString());
  }
  const { logs } = world;
  logs.prune(
    workload.metadata.namespace ?? '',
    workload.metadata.name,
    new Set((workload.status?.instances ?? []).map(({ name }) => name)),
  );
  await context.client.modify(
    Workload,
    keyOf(workload),
    (object) => ({
      ...object,
      status: {
        ...object.status,
        instances: object.status?.instances?.map((instance) => {
          const at = startedAt.get(instance.name);
          return at ? { ...instance, startedAt: at } : instance;
        }),
      },
    }),
    'status',
  );
}

/** In the background: a grace may be long, and the other replicas need to be looked after. */
function end(world: WorkloadWorld, workload: WorkloadObject, name: string, graceMs: number, context: ReconcileContext): void {
  const id = idOf(workload, name);
  if (world.ending.has(id)) return;
  const ended = world.driver
    .stop(instanceKey(workload, name), graceMs)
    .then(() => context.crashPoint('workload/stopped'))
    .catch((error) => context.log.error({ err: error, instance: name }, 'a replica did not end'))
    .finally(() => world.ending.delete(id));
  world.ending.set(id, ended);
}

async function forget(world: WorkloadWorld, workload: WorkloadObject, name: string, context: ReconcileContext): Promise<void> {
  const id = idOf(workload, name);
  await world.ending.get(id);
  await world.driver.forget(instanceKey(workload, name));
  context.crashPoint('workload/forgotten');
  world.health.forget(id);
  world.crashes.delete(id);
  world.seen.delete(id);
}

async function finish(world: WorkloadWorld, workload: WorkloadObject, context: ReconcileContext): Promise<void> {
  await world.driver.forgetWorkload(workload.metadata.namespace ?? '', workload.metadata.name);
  context.crashPoint('workload/removed');
  await context.client.modify(Workload, keyOf(workload), (object) => ({
    ...object,
    metadata: { ...object.metadata, finalizers: (object.metadata.finalizers ?? []).filter((name) => name !== workloadFinalizer) },
  }));
}

function instanceKey({ metadata }: WorkloadObject, instance: string) {
  return { namespace: metadata.namespace ?? '', workload: metadata.name, instance };
}

function idOf({ metadata }: WorkloadObject, instance: string): string {
  return `${metadata.namespace}/${metadata.name}/${instance}`;
}
