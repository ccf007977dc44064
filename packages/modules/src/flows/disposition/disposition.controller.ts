import {
  AppError,
  AuthPolicy,
  alreadyExists,
  Disposition,
  formatKey,
  HTTPRoute,
  InformationSystem,
  invalid,
  type KubeObject,
  keyOf,
  LargeSystem,
  type ObjectKey,
  type ObjectOf,
  Sentence,
  stands,
  Upstream,
  Workload,
} from '@dizuo/api';
import { type Controller, defineController, type NewObject, type ReconcileContext, type ReconcileResult, rfc3339 } from '@dizuo/kernel';
import { type Connection, connectionOf } from './connect.render.ts';
import { type DispositionFacts, type DispositionObject, dispositionProgress } from './disposition.plan.ts';

type Client = ReconcileContext['client'];
const carried = new Set(['Decided', 'InProgress', 'Done', 'Failed']);

/** What the gateway knows of a route. */
export interface RouteTraffic {
  /** When somebody last came through it and was answered; undefined where nobody did within a day. */
  lastCarried(route: ObjectOf<typeof HTTPRoute>): Promise<Date | undefined>;
}

/** Data planes report about every ten seconds. */
const trafficMs = 10_000;

/**
 * Carries out what was decided: enters a system at the gateway, makes it a module, and shows from real objects how far it is. What is
 * still open is looked at again when something that it may wait for changes in its tenant.
 */
export function dispositionController(traffic: RouteTraffic): Controller<typeof Disposition> {
  const present = new Set<string>();
  const open = new Map<string, ObjectKey & { way: string; waits: boolean }>();
  const inTenant = (which: (entry: { way: string; waits: boolean }) => boolean) => (object: KubeObject) =>
    [...open.values()].filter((entry) => entry.namespace === object.metadata.namespace && which(entry));
  const merges = inTenant(({ way }) => way === 'merge');
  return defineController({
    name: 'disposition',
    kind: Disposition,
    watches: [
      { kind: InformationSystem, map: ({ metadata }) => (present.has(formatKey(metadata)) ? [keyOf({ metadata })] : []) },
      { kind: HTTPRoute, map: ownerKey },
      { kind: LargeSystem, map: merges },
      { kind: Workload, map: merges },
      { kind: Disposition, map: inTenant(({ waits }) => waits) },
    ],
    resyncSeconds: 60,
    async reconcile(key, context): Promise<ReconcileResult> {
      const id = formatKey(key);
      const disposition = await context.client.get(Disposition, key);
      if (disposition) present.add(id);
      else present.delete(id);
      const isOpen = disposition?.status?.decidedAt && carried.has(disposition.status.phase ?? '') && !disposition.spec.withdrawn;
      if (!disposition || disposition.metadata.deletionTimestamp || !isOpen) {
        open.delete(id);
        return;
      }
      const facts = await carryOut(disposition, context, traffic);
      const { phase, steps } = dispositionProgress(disposition, facts);
      if (phase === 'Done') open.delete(id);
      else open.set(id, { ...key, way: disposition.spec.way, waits: facts.waitsFor.length > 0 });
      const now = rfc3339(new Date());
      await context.client.modify(
        Disposition,
        key,
        (current) => {
          if (!carried.has(current.status?.phase ?? '')) return undefined;
          const { doneAt, ...status } = current.status ?? {};
          return { ...current, status: { ...status, phase, steps, ...(phase === 'Done' ? { doneAt: doneAt ?? now } : {}) } };
        },
        'status',
      );
      const waitsForPeople = steps.some(({ name, state }) => name === 'traffic' && state === 'Running');
      return waitsForPeople ? { requeueAfterMs: trafficMs } : undefined;
    },
  });
}

function ownerKey({ metadata }: KubeObject): ObjectKey[] {
  const owner = metadata.ownerReferences?.find((o) => o.controller && o.kind === 'Disposition');
  return owner ? [{ namespace: metadata.namespace ?? '', name: owner.name }] : [];
}

async function carryOut(disposition: DispositionObject, context: ReconcileContext, traffic: RouteTraffic): Promise<DispositionFacts> {
  const { client } = context;
  const { namespace = '' } = disposition.metadata;
  const { way, systemRef, dependsOn = [] } = disposition.spec;
  const system = await client.get(InformationSystem, { namespace, name: systemRef });
  const waitsFor: string[] = [];
  for (const name of dependsOn) {
    const other = await client.get(Disposition, { namespace, name });
    if (other && other.status?.phase !== 'Done') waitsFor.push(other.spec.displayName ?? name);
  }
  const lastSeenAt = system?.status?.lastSeenAt;
  const base = {
    waitsFor,
    oldRuns: system !== undefined && stands(system.spec),
    now: new Date(),
    ...(lastSeenAt ? { lastSeenAt } : {}),
  };
  if (waitsFor.length > 0 || disposition.status?.phase === 'Done') {
    return { ...base, ...(await observe(disposition, client, traffic)) };
  }
  if (way === 'connect') {
    const connection = connectionOf(disposition);
    if (connection instanceof Sentence) return { ...base, addressProblem: connection };
    const taken = await publish(connection, context);
    if (taken) return { ...base, addressProblem: taken };
  }
  const seen = await observe(disposition, client, traffic);
  if (way === 'merge' && seen.module?.runs && !seen.module.joined && disposition.spec.merge) {
    const { largeSystemRef, module } = disposition.spec.merge;
    context.crashPoint('disposition/before-join');
    await client.modify(InformationSystem, { namespace, name: systemRef }, (now) => ({
      ...now,
      spec: { ...now.spec, moduleOf: { largeSystemRef, module } },
    }));
    return { ...base, ...(await observe(disposition, client, traffic)) };
  }
  return { ...base, ...seen };
}

/** Enters what is missing, one object after the other: each is there once, whatever stops in between. */
async function publish({ upstream, policy, route }: Connection, context: ReconcileContext): Promise<Sentence | undefined> {
  for (const [kind, object] of [
    [Upstream, upstream],
    [AuthPolicy, policy],
    [HTTPRoute, route],
  ] as const) {
    const { namespace = '', name = '' } = object.metadata;
    if (await context.client.get(kind, { namespace, name })) continue;
    context.crashPoint(`disposition/before-${kind.singular}`);
    try {
      await context.client.create(kind, object as NewObject<typeof kind> as never);
    } catch (error) {
      if (alreadyExists.is(error)) continue;
      if (error instanceof AppError && invalid.is(error)) return said(error);
      throw error;
    }
    context.crashPoint(`disposition/after-${kind.singular}`);
  }
  return undefined;
}

/** What the gateway's admission finds wrong is the disposition's to say. */
function said(error: AppError): Sentence | undefined {
  const message = error.fields[0]?.message;
  return message instanceof Sentence ? message : error.said ? new Sentence(error.said, error.message) : undefined;
}

async function observe(
  disposition: DispositionObject,
  client: Client,
  traffic: RouteTraffic,
): Promise<Pick<DispositionFacts, 'published' | 'carriedAt' | 'module'>> {
  const { namespace = '' } = disposition.metadata;
  const { way, merge, systemRef } = disposition.spec;
  if (way === 'connect') {
    const connection = connectionOf(disposition);
    if (connection instanceof Sentence) return {};
    const key = { namespace, name: connection.name };
    const [upstream, policy, route] = await Promise.all([
      client.get(Upstream, key),
      client.get(AuthPolicy, key),
      client.get(HTTPRoute, key),
    ]);
    const all: (KubeObject | undefined)[] = [upstream, policy, route] as never;
    const foreign = all.find((object) => object && !ownerKey(object).some((owner) => owner.name === disposition.metadata.name));
    const accepted = route?.status?.parents?.some((p) => p.conditions?.some((c) => c.type === 'Accepted' && c.status === 'True')) ?? false;
    return {
      published: { made: all.every(Boolean), taken: foreign?.metadata.name, accepted },
      carriedAt: route && (await traffic.lastCarried(route)),
    };
  }
  if (way !== 'merge' || !merge) return {};
  const large = await client.get(LargeSystem, { namespace, name: merge.largeSystemRef });
  const application = large?.spec.members?.find((m) => m.kind === 'Application' && m.module === merge.module);
  const joined =
    large?.spec.members?.some((m) => m.kind === 'InformationSystem' && m.tenant === namespace && m.name === systemRef) ?? false;
  const runs = application ? await runsNow(client, application.tenant, application.name) : false;
  return { module: { application: application?.name, runs, joined } };
}

async function runsNow(client: Client, namespace: string, application: string): Promise<boolean> {
  const workloads = await client.list(Workload, { namespace });
  return workloads.some((w) => w.spec.applicationRef === application && (w.status?.readyReplicas ?? 0) > 0);
}
