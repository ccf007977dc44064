import {
  type Condition,
  type Gateway,
  type GatewayAcknowledgement,
  gatewayApiGroup,
  gatewayControllerName,
  type ObjectOf,
  type PolicyStatus,
  type PolicyTarget,
  say,
  type Text,
} from '@dizuo/api';
import { withCondition } from '@dizuo/kernel';
import type { RouteObject } from './backend-reference.ts';
import type { Compilation } from './gateway.compile.ts';
import type { ListenerOutcome } from './listener.compile.ts';
import type { RouteOutcome } from './route.compile.ts';
import type { Refusal } from './route-attachment.ts';

type GatewayObject = ObjectOf<typeof Gateway>;
type State = Pick<Condition, 'status' | 'reason'> & { message: Text };

/**
 * Whether the data plane does what the compilation says: every process that is present has accepted its digest. `secret`: where the
 * credential for a data plane is; absent where the server runs one itself. Pure.
 */
export function programmedState(digest: string, said: readonly GatewayAcknowledgement[], secret?: string): State {
  const refused = said.find((s) => s.digest === digest && !s.accepted);
  if (refused)
    return {
      status: 'False',
      reason: 'Invalid',
      message: say(
        'DataPlaneRefused',
      )`data plane ${refused.instance} refused the configuration and serves the one before: ${refused.message ?? ''}`,
    };
  if (said.length === 0)
    return {
      status: 'False',
      reason: 'NoResources',
      message: secret
        ? say('NoDataPlane')`no data plane is connected; start one with the credential in Secret ${secret}`
        : say('OwnDataPlaneAway')`the platform's own data plane is not connected; look at its log`,
    };
  if (said.every((s) => s.digest === digest))
    return { status: 'True', reason: 'Programmed', message: say('Programmed')`in force on every data plane process` };
  return { status: 'False', reason: 'Pending', message: say('OnItsWay')`on its way to the data plane` };
}

/** Status of the Gateway. Pure. */
export function renderGatewayStatus(
  gateway: GatewayObject,
  { listeners: outcomes, refusal }: Compilation,
  programmed: State,
  address: string,
  said: readonly GatewayAcknowledgement[],
  now: Date,
): GatewayObject['status'] {
  const observedGeneration = gateway.metadata.generation;
  const set = (before: Condition[] | undefined, type: string, state: State) =>
    withCondition(before, { type, observedGeneration, ...state }, now);
  const listeners = gateway.spec.listeners.map((listener) => {
    const outcome = outcomes.get(listener.name);
    const before = gateway.status?.listeners?.find((l) => l.name === listener.name)?.conditions;
    const { accepted, conflicted, resolved, attachedRoutes = 0, kinds = [] } = outcome ?? {};
    const refusal = accepted ?? conflicted;
    const noConflict: State = { status: 'False', reason: 'NoConflicts', message: say('NoConflicts')`no other listener is in its way` };
    let conditions = set(before, 'Accepted', stateOf(refusal, 'Accepted', say('ListenerAccepted')`the data plane listens here`));
    conditions = set(conditions, 'Conflicted', conflicted ? { status: 'True', ...conflicted } : noConflict);
    conditions = set(conditions, 'ResolvedRefs', stateOf(resolved, 'ResolvedRefs', say('NothingMissing')`nothing is missing`));
    conditions = set(conditions, 'Programmed', listenerProgrammed(listener.name, outcome, programmed, said));
    return { name: listener.name, supportedKinds: kinds.map((kind) => ({ group: gatewayApiGroup, kind })), attachedRoutes, conditions };
  });
  const accepted: State = refusal ? { status: 'False', ...refusal } : gatewayAccepted(outcomes);
  const own = gatewayAddress(address);
  let conditions = set(gateway.status?.conditions, 'Accepted', accepted);
  conditions = set(
    conditions,
    'Programmed',
    accepted.status === 'False' ? { ...accepted, reason: 'Invalid' } : (unusableAddress(gateway, own) ?? programmed),
  );
  if (isInsecure(gateway)) {
    const message = say(
      'InsecureClients',
    )`clients without a valid certificate may connect (AllowInsecureFallback): an AuthPolicy has to refuse them`;
    conditions = set(conditions, 'InsecureFrontendValidationMode', { status: 'True', reason: 'ConfigurationChanged', message });
  } else conditions = conditions.filter((c) => c.type !== 'InsecureFrontendValidationMode');
  return { addresses: [own], conditions, listeners };
}

/** Where visitors reach the data plane. */
function gatewayAddress(value: string): { type: 'IPAddress' | 'Hostname'; value: string } {
  return { type: /^[\d.]+$|:/.test(value) ? 'IPAddress' : 'Hostname', value };
}

/** An address is that of the data plane: another cannot be had. Gateway API, GatewayReasonAddressNotUsable. */
function unusableAddress({ spec }: GatewayObject, own: { type: string; value: string }): State | undefined {
  const other = (spec.addresses ?? []).find(({ type = 'IPAddress', value }) => value && (type !== own.type || value !== own.value));
  if (!other) return undefined;
  const message = say('AddressNotUsable')`${other.value ?? ''} is no address of the data plane; that is ${own.value}`;
  return { status: 'False', reason: 'AddressNotUsable', message };
}

function gatewayAccepted(outcomes: Compilation['listeners']): State {
  const all = [...outcomes.values()];
  const refused = all.filter((l) => l.accepted || l.conflicted).length;
  if (refused === 0) return { status: 'True', reason: 'Accepted', message: say('ListenersAccepted')`every listener is accepted` };
  const message = say('ListenersNotValid')`${refused} of ${all.length} listeners cannot work; see their conditions`;
  return { status: refused < all.length ? 'True' : 'False', reason: 'ListenersNotValid', message };
}

function listenerProgrammed(
  name: string,
  outcome: ListenerOutcome | undefined,
  programmed: State,
  said: readonly GatewayAcknowledgement[],
): State {
  const refusal = outcome?.accepted ?? outcome?.conflicted ?? outcome?.resolved;
  if (outcome?.index === undefined)
    return { status: 'False', reason: 'Invalid', message: refusal?.message ?? say('ListenerDown')`the listener does not work` };
  for (const { instance, listenerProblems } of said) {
    const problem = listenerProblems?.find((p) => p.name === name);
    if (problem)
      return {
        status: 'False',
        reason: 'Invalid',
        message: say('ListenerSilent')`data plane ${instance} does not listen: ${problem.message}`,
      };
  }
  return programmed;
}

function isInsecure({ spec: { tls } }: GatewayObject): boolean {
  const all = [tls?.frontend?.default, ...(tls?.frontend?.perPort ?? []).map((p) => p.tls)];
  return all.some((t) => t?.validation?.mode === 'AllowInsecureFallback');
}

/** Status of a route: entries for this Gateway are made anew, those for others are kept. Pure. */
export function renderRouteStatus(
  route: RouteObject,
  gateway: string,
  outcomes: readonly RouteOutcome[],
  programmed: State,
  now: Date,
): RouteObject['status'] {
  const observedGeneration = route.metadata.generation;
  const isMine = (ref: ParentRef) => `${ref.namespace ?? route.metadata.namespace}/${ref.name}` === gateway;
  const before = route.status?.parents ?? [];
  const kept = before.filter((p) => p.controllerName !== gatewayControllerName || !isMine(p.parentRef));
  const parents = outcomes.flatMap((outcome) => {
    const parentRef = route.spec.parentRefs?.[outcome.parent];
    if (!parentRef) return [];
    const old = before.find(
      (p) => isMine(p.parentRef) && p.parentRef.sectionName === parentRef.sectionName && p.parentRef.port === parentRef.port,
    );
    const set = (conditions: Condition[] | undefined, type: string, state: State) =>
      withCondition(conditions, { type, observedGeneration, ...state }, now);
    let conditions = set(old?.conditions, 'Accepted', stateOf(outcome.accepted, 'Accepted', say('RouteAttached')`attached to the gateway`));
    conditions = set(conditions, 'ResolvedRefs', stateOf(outcome.resolved, 'ResolvedRefs', say('BackendsFound')`every backend was found`));
    const works: State = outcome.accepted
      ? { status: 'False', reason: 'NotAccepted', message: say('RouteNotAttached')`not attached to the gateway` }
      : outcome.silent
        ? { status: 'False', ...outcome.silent }
        : programmed;
    if (!isSettled(old?.conditions, works, observedGeneration)) conditions = set(conditions, 'Programmed', works);
    return [{ parentRef, controllerName: gatewayControllerName, conditions }];
  });
  return { parents: [...kept, ...parents] };
}

type ParentRef = NonNullable<RouteObject['spec']['parentRefs']>[number];

/** What was in force stays so for a route that did not change, while another's change is on its way. */
function isSettled(conditions: Condition[] | undefined, next: State, generation: number | undefined): boolean {
  const old = conditions?.find((c) => c.type === 'Programmed');
  return next.reason === 'Pending' && old?.status === 'True' && old.observedGeneration === generation;
}

interface PolicyObject {
  metadata: { generation?: number; namespace?: string };
  spec: { targetRefs: PolicyTarget[] };
  status?: PolicyStatus;
}

/** Status of a policy: each of its targets is an ancestor. `refusals` are those of the targetRefs, in order. Pure. */
export function renderPolicyStatus(policy: PolicyObject, refusals: readonly (Refusal | undefined)[], now: Date): PolicyStatus {
  const ancestors = policy.spec.targetRefs.map((ref, i) => {
    const { group, kind, name, sectionName } = ref;
    const isSame = (other: ParentRef) =>
      other.group === group && other.kind === kind && other.name === name && other.sectionName === sectionName;
    const before = policy.status?.ancestors?.find((a) => isSame(a.ancestorRef))?.conditions;
    const conditions = acceptedCondition(
      before,
      refusals[i],
      policy.metadata.generation,
      say('PolicyInForce')`in force on ${kind} ${name}`,
      now,
    );
    return { ancestorRef: ref, controllerName: gatewayControllerName, conditions };
  });
  return { ancestors };
}

/** One condition `Accepted` for kinds that have no more to say. Pure. */
export function acceptedCondition(
  before: Condition[] | undefined,
  refusal: Refusal | undefined,
  generation: number | undefined,
  good: Text,
  now: Date,
): Condition[] {
  return withCondition(before, { type: 'Accepted', observedGeneration: generation, ...stateOf(refusal, 'Accepted', good) }, now);
}

function stateOf(refusal: Refusal | undefined, reason: string, good: Text): State {
  return refusal ? { status: 'False', ...refusal } : { status: 'True', reason, message: good };
}
