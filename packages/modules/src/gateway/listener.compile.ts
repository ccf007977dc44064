import {
  type DataPlaneCertificate,
  type DataPlaneListener,
  type Gateway,
  gatewayApiGroup,
  type ObjectOf,
  type ReferenceGrant,
  type Secret,
  say,
} from '@dizuo/api';
import { type CertificateWorld, clientAuthorities, resolveCertificate } from './listener-certificates.ts';
import type { Refusal } from './route-attachment.ts';

type GatewayObject = ObjectOf<typeof Gateway>;
export type Listener = GatewayObject['spec']['listeners'][number];

/** What the data plane of a Gateway offers to its listeners. */
export interface ListenerOffer {
  /** The port that it listens on whatever the Gateway says, and what it speaks there. */
  port: number;
  protocol: 'HTTP' | 'HTTPS';
  /** It listens on other ports too, as listeners name them. */
  otherPorts?: boolean;
}

/** What became of a listener. Refusals of the conditions Accepted, Conflicted and ResolvedRefs. */
export interface ListenerOutcome {
  accepted?: Refusal | undefined;
  conflicted?: Refusal | undefined;
  resolved?: Refusal | undefined;
  /** Place in the configuration; undefined where it does not work. */
  index?: number;
  kinds: readonly RouteKind[];
  attachedRoutes: number;
}

export type RouteKind = 'HTTPRoute' | 'GRPCRoute';
const routeKinds: readonly RouteKind[] = ['HTTPRoute', 'GRPCRoute'];

export interface CompiledListeners {
  listeners: DataPlaneListener[];
  certificates: DataPlaneCertificate[];
  /** By name, in the order of the Gateway. */
  outcomes: Map<string, ListenerOutcome>;
}

/** The listeners of a Gateway that work, none where it does not serve, and what is wrong with the others. Pure. */
export function compileListeners(
  gateway: GatewayObject,
  offer: ListenerOffer,
  secrets: ReadonlyMap<string, ObjectOf<typeof Secret>>,
  grants: readonly ObjectOf<typeof ReferenceGrant>[],
  serves = true,
): CompiledListeners {
  const world: CertificateWorld = { gateway, secrets, grants };
  const certificates = new Map<string, DataPlaneCertificate>();
  const drafts: { listener: DataPlaneListener; ids: string[]; outcome: ListenerOutcome }[] = [];
  const outcomes = new Map<string, ListenerOutcome>();
  for (const listener of gateway.spec.listeners) {
    const { kinds, refusal: kindRefusal } = speaksHttp(listener) ? allowedKinds(listener) : noKinds;
    const found = (listener.tls?.certificateRefs ?? []).map((ref) => resolveCertificate(ref, world));
    const authorities = listener.protocol === 'HTTPS' ? clientAuthorities(listener.port, world) : undefined;
    const good = found.flatMap((f) => (f.certificate ? [f.certificate] : []));
    const badCertificate = found.find((f) => f.refusal)?.refusal;
    const outcome: ListenerOutcome = {
      accepted: refusalOf(listener, offer) ?? authorities?.fatal,
      conflicted: conflictOf(listener, gateway.spec.listeners),
      resolved: badCertificate ?? kindRefusal ?? authorities?.refusal,
      kinds,
      attachedRoutes: 0,
    };
    outcomes.set(listener.name, outcome);
    const cannotServe = badCertificate !== undefined && good.length === 0;
    if (outcome.accepted || outcome.conflicted || cannotServe || !serves) continue;
    for (const certificate of good) certificates.set(certificate.id, certificate);
    drafts.push({
      outcome,
      ids: good.map((c) => c.id),
      listener: {
        name: listener.name,
        port: listener.port,
        protocol: listener.protocol as 'HTTP' | 'HTTPS',
        ...(listener.hostname ? { hostname: listener.hostname } : {}),
        ...(authorities?.pem ? { clientCertificates: { caCertificates: authorities.pem, mode: authorities.mode } } : {}),
      },
    });
  }
  const sorted = [...certificates.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const listeners = drafts.map(({ listener, ids, outcome }, index) => {
    outcome.index = index;
    return ids.length > 0 ? { ...listener, certificates: ids.map((id) => sorted.findIndex((c) => c.id === id)) } : listener;
  });
  return { listeners, certificates: sorted, outcomes };
}

/** Why a listener cannot work, or undefined. Gateway API, ListenerConditionAccepted. */
function refusalOf(listener: Listener, offer: ListenerOffer): Refusal | undefined {
  if (!speaksHttp(listener))
    return {
      reason: 'UnsupportedProtocol',
      message: say('ProtocolUnknown')`${listener.protocol} is not spoken here; set protocol: HTTP or HTTPS`,
    };
  if (listener.tls?.mode === 'Passthrough')
    return { reason: 'UnsupportedValue', message: say('NoPassthrough')`TLS is ended at the gateway; set tls.mode: Terminate` };
  if (listener.port === offer.port && listener.protocol !== offer.protocol)
    return {
      reason: 'UnsupportedProtocol',
      message: say('GatewayProtocol')`this gateway speaks ${offer.protocol} on port ${offer.port}; set protocol: ${offer.protocol}`,
    };
  if (listener.port === offer.port) return undefined;
  if (!offer.otherPorts)
    return { reason: 'PortUnavailable', message: say('GatewayPort')`this gateway listens on port ${offer.port}; set port: ${offer.port}` };
  if (listener.protocol === 'HTTPS' && !listener.tls?.certificateRefs?.length)
    return {
      reason: 'UnsupportedValue',
      message: say('HttpsCertificate')`HTTPS needs a certificate; name its Secret in tls.certificateRefs`,
    };
  return undefined;
}

/** Gateway API, ListenerConditionConflicted: none of those that are in each other's way works. */
function conflictOf(listener: Listener, all: readonly Listener[]): Refusal | undefined {
  const beside = all.filter((other) => other !== listener && other.port === listener.port);
  const other = beside.find((l) => l.protocol !== listener.protocol);
  if (other)
    return {
      reason: 'ProtocolConflict',
      message: say('ProtocolConflict')`listener ${other.name} speaks ${other.protocol} on the same port; change port or protocol`,
    };
  const same = beside.find((l) => (l.hostname ?? '') === (listener.hostname ?? ''));
  return (
    same && {
      reason: 'HostnameConflict',
      message: say('ListenerHostConflict')`listener ${same.name} has the same port and host name; change one of them`,
    }
  );
}

/** Nothing is said of the kinds of a protocol that is not spoken. */
const noKinds: { kinds: RouteKind[]; refusal?: Refusal } = { kinds: [] };

function speaksHttp({ protocol }: Listener): boolean {
  return protocol === 'HTTP' || protocol === 'HTTPS';
}

function allowedKinds(listener: Listener): { kinds: RouteKind[]; refusal?: Refusal } {
  const named = listener.allowedRoutes?.kinds ?? [];
  if (named.length === 0) return { kinds: [...routeKinds] };
  const kinds = routeKinds.filter((kind) => named.some((n) => (n.group ?? gatewayApiGroup) === gatewayApiGroup && n.kind === kind));
  const wrong = named.find((n) => (n.group ?? gatewayApiGroup) !== gatewayApiGroup || !routeKinds.some((kind) => kind === n.kind));
  if (!wrong) return { kinds };
  return {
    kinds,
    refusal: { reason: 'InvalidRouteKinds', message: say('RouteKindUnknown')`routes are ${routeKinds.join(' or ')}, not ${wrong.kind}` },
  };
}
