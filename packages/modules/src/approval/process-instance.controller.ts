import { HumanTask, type ObjectOf, ProcessDefinition, ProcessInstance, say, type Text } from '@dizuo/api';
import { defineController, isTrue, type ReconcileContext, rfc3339, withCondition } from '@dizuo/kernel';
import type pg from 'pg';
import { engineTooOld } from './approval.errors.ts';
import { engineVersion, type ProcessStep, step, type WaitingTask } from './bpmn-engine.ts';

type Instance = ObjectOf<typeof ProcessInstance>;
type Task = ObjectOf<typeof HumanTask>;
type History = NonNullable<NonNullable<Instance['status']>['history']>;

/** Names the visit of the element that a task stands for. */
const executionAnnotation = 'approval.dizuo/execution';
/** Statement that stores a state in the commit of the objects: uid, engine, text, state. */
const putStateStatement = 'approval/put-state';
export const approvalStatements = {
  [putStateStatement]: `insert into dizuo.process_state (uid, engine, bpmn, state) select (v ->> 0)::uuid, v ->> 1, v ->> 2, v -> 3 from jsonb_array_elements($1) v
    on conflict (uid) do update set engine = excluded.engine, state = excluded.state, changed_at = now()`,
};

interface Stored {
  engine: string;
  bpmn: string;
  state: unknown;
}

/** Runs processes: one decided task at a time is applied to the state, and state, tasks and what people see change in one commit. */
export function processInstanceController(pool: pg.Pool) {
  return defineController({
    name: 'process-instance',
    kind: ProcessInstance,
    watches: [
      {
        kind: HumanTask,
        map: ({ metadata, spec }) => [{ namespace: metadata.namespace ?? '', name: (spec as Task['spec']).processInstanceRef }],
      },
    ],
    async reconcile(key, context) {
      const instance = await context.client.get(ProcessInstance, key);
      if (!instance) return forget(pool);
      const phase = instance.status?.phase;
      if (instance.metadata.deletionTimestamp || (phase && phase !== 'Running')) return;
      const stored = await readState(pool, instance.metadata.uid ?? '');
      if (stored && stored.engine !== engineVersion) throw engineTooOld({ name: key.name, engine: stored.engine });
      const tasks = await tasksOf(instance, context);
      if (instance.spec.cancelled) return cancel(instance, tasks, context);
      if (!stored) return begin(instance, context);
      const decided = tasks.find((task) => task.spec.outcome && task.status?.phase === 'Open');
      if (decided) await apply(instance, stored, decided, tasks, context);
    },
  });
}

async function begin(instance: Instance, context: ReconcileContext): Promise<void> {
  const definition = await context.client.get(ProcessDefinition, { name: instance.spec.definitionRef });
  if (!definition)
    return fail(instance, say('ProcessDefinitionMissing')`there is no process definition ${instance.spec.definitionRef}`, context);
  const result = await step(definition.spec.bpmn, instance.spec.variables ?? {});
  context.crashPoint('approval/begun');
  await commit(instance, definition.spec.bpmn, result, [], context);
  await context.event(instance, 'Normal', 'Started', say('ProcessWaits')`waits at ${result.waiting.map((w) => w.name).join(', ')}`);
}

async function apply(instance: Instance, stored: Stored, task: Task, tasks: readonly Task[], context: ReconcileContext): Promise<void> {
  const { elementId, outcome = '' } = task.spec;
  const executionId = task.metadata.annotations?.[executionAnnotation] ?? '';
  const result = await step(stored.bpmn, instance.spec.variables ?? {}, stored.state, { elementId, executionId, outcome });
  context.crashPoint('approval/applied');
  await commit(instance, stored.bpmn, result, tasks, context, task);
  await context.event(instance, 'Normal', 'Decided', say('TaskDecidedWith')`${task.spec.title.zh}: ${outcome}`);
}

/** Everything that follows from one step, or nothing. The instance's version keeps a second server from committing the same step. */
async function commit(
  instance: Instance,
  bpmn: string,
  result: ProcessStep,
  tasks: readonly Task[],
  { client }: ReconcileContext,
  done?: Task,
): Promise<void> {
  const now = rfc3339(new Date());
  const stillOpen = new Set(result.waiting.map((w) => w.executionId));
  const execution = (task: Task) => task.metadata.annotations?.[executionAnnotation] ?? '';
  const fresh = result.waiting.filter((w) => !tasks.some((task) => execution(task) === w.executionId));
  const history = nextHistory(instance.status?.history ?? [], fresh, now, done);
  await client.transaction((group) => {
    if (done) group.updateStatus(HumanTask, { ...done, status: { ...done.status, phase: 'Completed' } });
    for (const task of tasks) {
      if (task === done || task.status?.phase !== 'Open' || stillOpen.has(execution(task))) continue;
      group.updateStatus(HumanTask, { ...task, status: { ...task.status, phase: 'Cancelled' } });
    }
    for (const waiting of fresh) group.create(HumanTask, taskFor(instance, waiting, history.length));
    group.updateStatus(ProcessInstance, {
      ...instance,
      status: {
        ...instance.status,
        phase: result.ended ? 'Completed' : 'Running',
        activeElements: result.waiting.map((w) => w.elementId),
        history,
        observedGeneration: instance.metadata.generation,
        ...(result.outcome ? { outcome: result.outcome } : {}),
      },
    });
    group.statement(putStateStatement, [instance.metadata.uid, engineVersion, bpmn, result.state]);
  });
}

function nextHistory(before: History, fresh: readonly WaitingTask[], now: string, done?: Task): History {
  const history = before.map((entry) => {
    if (!done || entry.elementId !== done.spec.elementId || entry.leftAt) return entry;
    const { completedBy, outcome, comment } = done.spec;
    return {
      ...entry,
      leftAt: now,
      ...(completedBy ? { by: completedBy } : {}),
      ...(outcome ? { outcome } : {}),
      ...(comment ? { comment } : {}),
    };
  });
  return [...history, ...fresh.map(({ elementId, name }) => ({ elementId, name, enteredAt: now }))];
}

function taskFor(instance: Instance, waiting: WaitingTask, visit: number) {
  const { name, namespace, uid = '' } = instance.metadata;
  const { subject, variables } = instance.spec;
  return {
    metadata: {
      name: `${name}-${waiting.elementId}-${visit}`,
      namespace,
      annotations: { [executionAnnotation]: waiting.executionId },
      ownerReferences: [{ apiVersion: ProcessInstance.apiVersion, kind: 'ProcessInstance', name, uid, controller: true }],
    },
    spec: {
      title: titleOf(waiting, variables?.title ?? subject.name),
      processInstanceRef: name,
      elementId: waiting.elementId,
      subject,
      candidateRoles: waiting.candidateRoles,
      candidateUsers: waiting.candidateUsers,
      outcomes: waiting.outcomes as Task['spec']['outcomes'],
      ...(variables?.requester ? { requester: variables.requester } : {}),
    },
    status: { phase: 'Open' as const },
  };
}

/** The variable `title` says what it is about in people's words. */
function titleOf({ name, englishName }: WaitingTask, subject: string) {
  return { zh: `${name}：${subject}`, ...(englishName ? { en: `${englishName}: ${subject}` } : {}) };
}

async function cancel(instance: Instance, tasks: readonly Task[], { client }: ReconcileContext): Promise<void> {
  await client.transaction((group) => {
    for (const task of tasks) {
      if (task.status?.phase === 'Open') group.updateStatus(HumanTask, { ...task, status: { ...task.status, phase: 'Cancelled' } });
    }
    group.updateStatus(ProcessInstance, { ...instance, status: { ...instance.status, phase: 'Terminated', activeElements: [] } });
  });
}

async function fail(instance: Instance, message: Text, { client }: ReconcileContext): Promise<void> {
  if (isTrue(instance.status?.conditions, 'Failed')) return;
  const conditions = withCondition(instance.status?.conditions, { type: 'Failed', status: 'True', reason: 'DefinitionMissing', message });
  await client.updateStatus(ProcessInstance, { ...instance, status: { ...instance.status, phase: 'Failed', conditions } });
}

function tasksOf({ metadata }: Instance, { client }: ReconcileContext): Promise<Task[]> {
  return client.list(HumanTask, {
    namespace: metadata.namespace ?? '',
    fields: [{ path: 'spec.processInstanceRef', op: '=', value: metadata.name }],
  });
}

async function readState(pool: pg.Pool, uid: string): Promise<Stored | undefined> {
  const { rows } = await pool.query({
    name: 'process_state',
    text: 'select engine, bpmn, state from dizuo.process_state where uid = $1',
    values: [uid],
  });
  return rows[0];
}

/** States whose instances are gone. */
async function forget(pool: pg.Pool): Promise<void> {
  await pool.query(`delete from dizuo.process_state s where not exists (select 1 from dizuo.object o where o.uid = s.uid)`);
}
