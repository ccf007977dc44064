import { createHash } from 'node:crypto';
import { type DataPlaneConfiguration, type DataPlaneConsumer, gatewayCompilerVersion, say } from '@dizuo/api';
import { usesConsumers } from './auth-policy.compile.ts';
import { backendWorld, type CompileInput, policyTargets } from './compile-input.ts';
import { compileConsumer } from './consumer.compile.ts';
import { compileListeners, type ListenerOutcome } from './listener.compile.ts';
import { byAge, idOf } from './object-order.ts';
import { choosePolicies, type Policies } from './policies.compile.ts';
import { RouteCompiler, type RouteOutcome } from './route.compile.ts';
import { type Refusal, refersTo } from './route-attachment.ts';
import { compileBackends } from './upstream.compile.ts';

export interface Compilation {
  configuration: DataPlaneConfiguration;
  /** By `Kind/namespace/name`; routes that do not refer to this Gateway are left out. */
  routes: Map<string, RouteOutcome[]>;
  /** By name, in the order of the Gateway. */
  listeners: Map<string, ListenerOutcome>;
  /** Why the Gateway as a whole is not accepted; then it serves nothing. */
  refusal?: Refusal | undefined;
  /** Which policies are in force, and why others are not. */
  policies: Policies;
}

/** Objects to the configuration of one Gateway's data plane. Pure: equal input, equal bytes, on any server. */
export function compileGateway(input: CompileInput): Compilation {
  const policies = choosePolicies(input.policies, policyTargets(input));
  const refusal = gatewayRefusal(input.gateway);
  const { listeners, certificates, outcomes } = compileListeners(input.gateway, input.offer, input.secrets, input.grants, !refusal);
  const compiler = new RouteCompiler(input, backendWorld(input), policies, outcomes);
  for (const route of [...input.routes].sort(byAge))
    if (route.spec.parentRefs?.some((ref) => refersTo(route, ref, input.gateway))) compiler.add(route);
  const { rules, matches } = compiler.result();
  const consumers = compileConsumers(input, policies);
  const content = {
    gateway: idOf(input.gateway),
    issuer: input.issuer,
    visitorKeys: input.visitorKeys,
    identityKey: input.identityKey,
    allowedAddresses: [...input.allowedAddresses].sort(),
    listeners,
    ...(certificates.length ? { certificates } : {}),
    ...(consumers.length ? { consumers } : {}),
    backends: compileBackends(rules, input.upstreams, policies.backends),
    rules,
    matches,
  };
  const version = `${input.resourceVersion}-${gatewayCompilerVersion}`;
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('base64url');
  return {
    configuration: { type: 'configuration', version, digest, ...content },
    routes: compiler.outcomes,
    listeners: outcomes,
    refusal,
    policies,
  };
}

/** What a Gateway asks for as a whole that cannot be given. Gateway API, GatewayConditionAccepted. */
function gatewayRefusal({ spec }: CompileInput['gateway']): Refusal | undefined {
  const reference = spec.infrastructure?.parametersRef;
  if (reference) {
    const message = say(
      'NoParameters',
    )`${reference.kind} ${reference.name} is no parameters of this class: it has none; leave parametersRef out`;
    return { reason: 'InvalidParameters', message };
  }
  const address = spec.addresses?.find(({ type = 'IPAddress' }) => type !== 'IPAddress' && type !== 'Hostname');
  if (!address) return undefined;
  return {
    reason: 'UnsupportedAddress',
    message: say('AddressType')`addresses are of type IPAddress or Hostname, not ${address.type ?? ''}`,
  };
}

/** Those that an AuthPolicy in force knows callers by. */
function compileConsumers({ consumers, secrets }: CompileInput, { auth }: Policies): DataPlaneConsumer[] {
  const namespaces = new Set([...auth.inForce.values()].filter((p) => usesConsumers(p.spec)).map((p) => p.metadata.namespace));
  return consumers
    .filter((c) => namespaces.has(c.metadata.namespace) && !c.spec.disabled)
    .map((c) => compileConsumer(c, secrets).consumer)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
