import { type Kind, type KubeObject, type ObjectOf, ProcessDefinition, ProcessInstance, say } from '@dizuo/api';
import { type Controller, defineController, type ReconcileContext, type ReconcileResult } from '@dizuo/kernel';
import { type DecidedKind, type DecidedStatus, runName } from './decided-kind.ts';
import { type DecisionView, decisionView } from './decision.view.ts';
import { headsOf } from './decision-heads.ts';
import { answerRevise, endRun } from './decision-run.ts';

type Decided = KubeObject & { status?: DecidedStatus };

/**
 * Lets a process decide on objects of a kind: starts it, ends it when the object is withdrawn, answers its task "revise" when the
 * requester has changed what was sent back, and keeps the decision in the object's status. A run and its record are one commit.
 */
export function decisionController<K extends Kind>(decided: DecidedKind<K>): Controller<K> {
  const { kind } = decided;
  return defineController({
    name: decided.name,
    kind,
    watches: [{ kind: ProcessInstance, map: (process) => subjectKeys(kind, process) }],
    resyncSeconds: 600,
    async reconcile(key, context): Promise<ReconcileResult> {
      const object = await context.client.get(kind, key);
      if (!object || object.metadata.deletionTimestamp) return;
      const { client } = context;
      const namespace = key.namespace ?? '';
      const status = (object as Decided).status ?? {};
      const run = decided.run(object);
      const wanted = run && runName(kind, object, run.round);
      if (run && wanted && status.processInstanceRef !== wanted && !decided.withdrawn(object)) {
        return begin(decided, object, run.definition, wanted, context);
      }
      if (!status.processInstanceRef) return decided.after?.(object, decisionView(factsOf(decided, object), undefined), context);
      const process = await client.get(ProcessInstance, { namespace, name: status.processInstanceRef });
      if (decided.withdrawn(object) && process?.status?.phase === 'Running') await endRun(client, namespace, process.metadata.name);
      const view = decisionView(factsOf(decided, object), process);
      if (view.phase === 'SentBack' && process && wasRevised(decided, object)) {
        await refreshVariables(decided, object, process.metadata.name, context);
        context.crashPoint('decision/before-answer');
        await answerRevise(client, namespace, process.metadata.name, decided.requester(object));
        return;
      }
      const shown = await show(decided, object, view, context);
      return decided.after?.(shown, view, context);
    },
  });
}

function subjectKeys(kind: Kind, { metadata, spec }: KubeObject) {
  const { subject } = spec as ObjectOf<typeof ProcessInstance>['spec'];
  return subject.kind === kind.kind ? [{ namespace: metadata.namespace ?? '', name: subject.name }] : [];
}

function factsOf<K extends Kind>(decided: DecidedKind<K>, object: ObjectOf<K>) {
  return {
    generation: object.metadata.generation ?? 1,
    withdrawn: decided.withdrawn(object),
    decisions: (object as Decided).status?.decisions ?? [],
  };
}

function wasRevised<K extends Kind>(decided: DecidedKind<K>, object: ObjectOf<K>): boolean {
  const asked = (object as Decided).status?.askedGeneration;
  return asked !== undefined && decided.asked(object) && (object.metadata.generation ?? 1) > asked;
}

/** Starts the process and records it in one commit. */
async function begin<K extends Kind>(
  decided: DecidedKind<K>,
  object: ObjectOf<K>,
  definitionRef: string,
  run: string,
  context: ReconcileContext,
): Promise<ReconcileResult> {
  const { client } = context;
  const definition = await client.get(ProcessDefinition, { name: definitionRef });
  if (!definition) return { requeueAfterMs: 5000 };
  const { name, namespace, uid = '' } = object.metadata;
  const subject = { apiVersion: decided.kind.apiVersion, kind: decided.kind.kind, name, uid };
  const variables = await variablesOf(decided, object, client);
  const status = (object as Decided).status ?? {};
  const view = decisionView({ ...factsOf(decided, object), withdrawn: false }, undefined);
  context.crashPoint('decision/before-begin');
  await client.transaction((group) => {
    group.create(ProcessInstance, {
      metadata: { name: run, namespace, ownerReferences: [{ ...subject, controller: true }] },
      spec: { definitionRef, definitionGeneration: definition.metadata.generation ?? 1, subject, variables },
    });
    group.updateStatus(decided.kind, decided.show(object, view, { decisions: status.decisions ?? [], processInstanceRef: run }));
  });
  await context.event(object as KubeObject, 'Normal', 'Sent', say('AwaitsDecision')`waits for the decision`);
  return;
}

async function variablesOf<K extends Kind>(decided: DecidedKind<K>, object: ObjectOf<K>, client: ReconcileContext['client']) {
  const requester = decided.requester(object);
  const heads = (await headsOf(client, decided.department(object), new Date())).filter((name) => name !== requester);
  return {
    requester,
    title: decided.title(object),
    heads: heads.join(','),
    // Nobody signs for oneself, and nothing waits for nobody.
    standIn: heads.length > 0 ? '' : 'operator',
  };
}

/** Heads may have changed since the run began. */
async function refreshVariables<K extends Kind>(decided: DecidedKind<K>, object: ObjectOf<K>, run: string, { client }: ReconcileContext) {
  const variables = await variablesOf(decided, object, client);
  await client.modify(ProcessInstance, { namespace: object.metadata.namespace ?? '', name: run }, (process) => ({
    ...process,
    spec: { ...process.spec, variables },
  }));
}

async function show<K extends Kind>(decided: DecidedKind<K>, object: ObjectOf<K>, view: DecisionView, { client }: ReconcileContext) {
  const key = { namespace: object.metadata.namespace ?? '', name: object.metadata.name };
  const shown = await client.modify(
    decided.kind,
    key,
    (now) => decided.show(now, view, commonStatus((now as Decided).status ?? {}, view, object.metadata.generation ?? 1)),
    'status',
  );
  return shown ?? object;
}

function commonStatus(before: DecidedStatus, view: DecisionView, generation: number): DecidedStatus {
  const { decidedBy: _by, decidedAt: _at, comment: _said, askedGeneration, ...rest } = before;
  const last = view.decisions.at(-1);
  const settled = view.phase === 'Approved' || view.phase === 'Rejected';
  return {
    ...(rest.processInstanceRef ? { processInstanceRef: rest.processInstanceRef } : {}),
    decisions: view.decisions,
    ...(settled && last ? { decidedBy: last.by, decidedAt: last.at } : {}),
    ...(last?.comment ? { comment: last.comment } : {}),
    ...(view.phase === 'SentBack' ? { askedGeneration: askedGeneration ?? generation } : {}),
  };
}
