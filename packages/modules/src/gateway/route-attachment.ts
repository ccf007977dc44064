import { type Gateway, gatewayApiGroup, type ObjectOf, type ParentReference, say, type Text } from '@dizuo/api';
import type { RouteObject } from './backend-reference.ts';
import { isHostCovered } from './hostnames.ts';
import type { Listener, ListenerOutcome } from './listener.compile.ts';

type GatewayObject = ObjectOf<typeof Gateway>;

export interface Refusal {
  reason: string;
  message: Text;
}

/** True where the reference names this Gateway. */
export function refersTo(route: RouteObject, ref: ParentReference, gateway: GatewayObject): boolean {
  return (
    (ref.group ?? gatewayApiGroup) === gatewayApiGroup &&
    (ref.kind ?? 'Gateway') === 'Gateway' &&
    ref.name === gateway.metadata.name &&
    (ref.namespace ?? route.metadata.namespace) === gateway.metadata.namespace
  );
}

export interface AttachmentWorld {
  gateway: GatewayObject;
  listeners: ReadonlyMap<string, ListenerOutcome>;
  namespaceLabels: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export type Attachment = { listeners: { name: string; hosts: string[] }[]; refusal?: undefined } | { listeners: []; refusal: Refusal };

/**
 * To which listeners a reference attaches its route, and with which host names on each, whether they work or not: a listener's state does
 * not change what belongs to it. Gateway API, ListenerStatus.attachedRoutes. Pure.
 */
export function attach(route: RouteObject, ref: ParentReference, { gateway, listeners, namespaceLabels }: AttachmentWorld): Attachment {
  const named = gateway.spec.listeners.filter(
    (l) => (ref.sectionName === undefined || l.name === ref.sectionName) && (ref.port === undefined || l.port === ref.port),
  );
  if (named.length === 0)
    return refuse(
      'NoMatchingParent',
      say('NoSuchListener')`Gateway ${gateway.metadata.name} has no such listener; its listeners are ${names(gateway)}`,
    );
  const ofKind = named.filter((l) => listeners.get(l.name)?.kinds.some((kind) => kind === route.kind));
  if (ofKind.length === 0)
    return refuse(
      'NotAllowedByListeners',
      say('KindNotAllowed')`the listener takes no ${route.kind}; ask its operator to change allowedRoutes.kinds`,
    );
  const allowed = ofKind.filter((l) => allows(l, route, gateway, namespaceLabels));
  if (allowed.length === 0)
    return refuse(
      'NotAllowedByListeners',
      say('ListenerClosed')`the listener takes no routes from this namespace; ask its operator to change allowedRoutes`,
    );
  const found = allowed
    .map((l) => ({ name: l.name, hosts: commonHosts(route.spec.hostnames, l.hostname) }))
    .filter((l) => l.hosts.length > 0);
  if (found.length === 0)
    return refuse(
      'NoMatchingListenerHostname',
      say('HostnameOutside')`no host name of the route lies within ${allowed.map((l) => l.hostname).join(', ')}`,
    );
  return { listeners: found };
}

function refuse(reason: string, message: Text): Attachment {
  return { listeners: [], refusal: { reason, message } };
}

function names(gateway: GatewayObject): string {
  return gateway.spec.listeners.map((l) => l.name).join(', ');
}

function allows(
  listener: Listener,
  route: RouteObject,
  gateway: GatewayObject,
  namespaceLabels: ReadonlyMap<string, Readonly<Record<string, string>>>,
): boolean {
  const from = listener.allowedRoutes?.namespaces?.from ?? 'Same';
  if (from === 'All') return true;
  const namespace = route.metadata.namespace ?? '';
  if (from === 'Same') return namespace === gateway.metadata.namespace;
  const selector = listener.allowedRoutes?.namespaces?.selector;
  return selector !== undefined && selects(selector, namespaceLabels.get(namespace) ?? {});
}

type Selector = NonNullable<NonNullable<NonNullable<Listener['allowedRoutes']>['namespaces']>['selector']>;

function selects(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  if (Object.entries(selector.matchLabels ?? {}).some(([key, value]) => labels[key] !== value)) return false;
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    const listed = value !== undefined && values.includes(value);
    return operator === 'In' ? listed : !listed;
  });
}

/** The intersection of a route's host names with a listener's: the narrower of each pair. Empty string: any host. */
function commonHosts(hostnames: readonly string[] | undefined, listener: string | undefined): string[] {
  if (!hostnames || hostnames.length === 0) return [listener ?? ''];
  if (listener === undefined) return [...hostnames];
  return hostnames.flatMap((host) => {
    if (isHostCovered(host, listener)) return [host];
    return isHostCovered(listener, host) ? [listener] : [];
  });
}
