import { CanaryPolicy, GRPCRoute, HTTPRoute, type ObjectKey, type ObjectOf, recalled, say, spoken } from '@dizuo/api';
import { type Controller, defineController, isTrue, type ObjectClient, rfc3339 } from '@dizuo/kernel';
import { type CanaryState, type CanaryTraffic, decideCanary, startCanary, usualInterval } from './canary.decide.ts';
import { canaryVersions } from './canary-policy.compile.ts';
import { durationMs } from './duration.ts';
import { figuresOf, noTraffic, type TrafficSum } from './traffic-figures.ts';
import type { TrafficReports } from './traffic-reports.ts';

type PolicyObject = ObjectOf<typeof CanaryPolicy>;

/** How often a canary under way is looked at; data planes report about every ten seconds. */
const lookMs = 2000;
/** A policy may come before its route. */
const waitMs = 5000;

/** Brings canaries from step to step, and back where the new version does worse. The share in `status.percent` is what the compiler reads. */
export function canaryController(reports: TrafficReports, now: () => Date = () => new Date()): Controller<typeof CanaryPolicy> {
  return defineController({
    name: 'canary',
    kind: CanaryPolicy,
    async reconcile(key, { client }) {
      const policy = await client.get(CanaryPolicy, key);
      if (!policy) return {};
      const accepted = policy.status?.ancestors?.some((a) => isTrue(a.conditions, 'Accepted'));
      if (!accepted && !policy.status?.phase) {
        await write(client, key, { ...idle(now()), reason: say('CanaryPending')`not attached yet` }, undefined, policy);
        return { requeueAfterMs: waitMs };
      }
      if (!accepted) return { requeueAfterMs: waitMs };
      const before = stateOf(policy);
      const traffic = before ? await trafficOf(client, reports, policy, before, now()) : undefined;
      const next = before && traffic ? decideCanary(policy.spec, before, traffic, now()) : startCanary(policy.spec, now());
      const isOver = next.phase === 'Succeeded' || next.phase === 'Returned';
      const isVerdict = next.step !== before?.step || (isOver && next !== before);
      if (next !== before || next.percent !== policy.status?.percent)
        await write(client, key, next, isVerdict ? traffic : undefined, policy);
      return isOver ? {} : { requeueAfterMs: lookMs };
    },
  });
}

/** Where it stands; undefined where it is to begin: at first, and when its spec was changed after its end. A change under way keeps the step. */
function stateOf({ spec, status, metadata }: PolicyObject): CanaryState | undefined {
  const { phase = 'Pending', step = 1, stepStartedAt, observedGeneration } = status ?? {};
  if (phase === 'Pending' || !stepStartedAt) return undefined;
  const isOver = phase === 'Succeeded' || phase === 'Returned';
  if (isOver && observedGeneration !== metadata.generation) return undefined;
  const kept = Math.min(step, spec.steps.length);
  const percent = isOver ? (status?.percent ?? 0) : (spec.steps[kept - 1]?.percent ?? 0);
  return {
    phase,
    step: kept,
    percent,
    stepStartedAt: new Date(stepStartedAt),
    reason: recalled({ message: status?.reason ?? '', said: status?.said }),
  };
}

function idle(at: Date): CanaryState {
  return { phase: 'Pending', step: 0, percent: 0, stepStartedAt: at, reason: '' };
}

async function trafficOf(
  client: ObjectClient,
  reports: TrafficReports,
  policy: PolicyObject,
  { stepStartedAt }: CanaryState,
  now: Date,
): Promise<CanaryTraffic> {
  const rules = await rulesOf(client, policy);
  const lately = new Date(Math.max(stepStartedAt.getTime(), now.getTime() - durationMs(policy.spec.analysis?.interval ?? usualInterval)));
  const { stable, canary } = canaryVersions(policy);
  const of = (sums: Map<string, TrafficSum>) => ({ stable: sums.get(stable) ?? noTraffic, canary: sums.get(canary) ?? noTraffic });
  return { sinceStep: of(await reports.byBackend(rules, stepStartedAt)), lately: of(await reports.byBackend(rules, lately)) };
}

/** Ids of the rules that the policy divides. */
async function rulesOf(client: ObjectClient, { spec, metadata }: PolicyObject): Promise<string[]> {
  const [target] = spec.targetRefs;
  if (!target) return [];
  const isGrpc = target.kind === GRPCRoute.kind;
  const key = { namespace: metadata.namespace ?? '', name: target.name };
  const route = await client.get(isGrpc ? GRPCRoute : HTTPRoute, key);
  const rules: readonly { name?: string }[] = route?.spec.rules ?? [];
  return rules.flatMap(({ name }, i) =>
    target.sectionName === undefined || target.sectionName === name ? [`${key.namespace}/${key.name}/${i}${isGrpc ? '/grpc' : ''}`] : [],
  );
}

async function write(
  client: ObjectClient,
  key: ObjectKey,
  { phase, step, percent, stepStartedAt, reason }: CanaryState,
  traffic: CanaryTraffic | undefined,
  { metadata }: PolicyObject,
): Promise<void> {
  const { message, said } = spoken(reason);
  const figures = traffic && { stable: figuresOf(traffic.sinceStep.stable), canary: figuresOf(traffic.sinceStep.canary) };
  await client.modify(
    CanaryPolicy,
    key,
    (policy) => ({
      ...policy,
      status: {
        ...(policy.status?.ancestors ? { ancestors: policy.status.ancestors } : {}),
        ...(figures ? {} : kept(policy)),
        observedGeneration: metadata.generation,
        phase,
        step,
        percent,
        stepStartedAt: rfc3339(stepStartedAt),
        reason: message,
        ...(said ? { said } : {}),
        ...(figures ? { decidedAt: rfc3339(new Date()), ...figures } : {}),
      },
    }),
    'status',
  );
}

/** Figures of the decision before. */
function kept({ status }: PolicyObject): Pick<NonNullable<PolicyObject['status']>, 'decidedAt' | 'stable' | 'canary'> {
  const { decidedAt, stable, canary } = status ?? {};
  return { ...(decidedAt ? { decidedAt } : {}), ...(stable ? { stable } : {}), ...(canary ? { canary } : {}) };
}
