import { type Gateway, gatewayClassName, type KubeObject, type ObjectOf, systemNamespace } from '@dizuo/api';
import type { NewObject } from '@dizuo/client';
import { nameRule } from '../../parts/name-rule.ts';
import type { Problems } from '../../shapes/use-object-form.ts';

type GatewayObject = ObjectOf<typeof Gateway> & KubeObject;
type Listener = GatewayObject['spec']['listeners'][number];

export interface ListenerValues {
  /** Its name before it was changed here, so that what the form does not show stays with it; empty: it is new. */
  was: string;
  name: string;
  protocol: 'HTTP' | 'HTTPS';
  port: number | undefined;
  hostname: string;
  /** Secrets: a name of the Gateway's namespace, or `namespace/name`. */
  certificates: string[];
  from: 'All' | 'Same' | 'Selector';
  /** `name=value` of tenants, one on a line. */
  labels: string;
}

export interface GatewayValues {
  name: string;
  listeners: ListenerValues[];
}

export function newListener(protocol: 'HTTP' | 'HTTPS' = 'HTTP'): ListenerValues {
  return { was: '', name: protocol.toLowerCase(), protocol, port: undefined, hostname: '', certificates: [], from: 'All', labels: '' };
}

/** Pure. */
export function gatewayValues({ metadata, spec }: GatewayObject): GatewayValues {
  return { name: metadata.name, listeners: spec.listeners.map((listener) => listenerValues(listener)) };
}

function listenerValues({ name, protocol, port, hostname = '', tls, allowedRoutes }: Listener): ListenerValues {
  const { from = 'Same', selector } = allowedRoutes?.namespaces ?? {};
  return {
    was: name,
    name,
    protocol: protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
    port,
    hostname,
    certificates: (tls?.certificateRefs ?? []).map((ref) => (ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name)),
    from,
    labels: Object.entries(selector?.matchLabels ?? {})
      .map(([label, value]) => `${label}=${value}`)
      .join('\n'),
  };
}

/** Whether the form shows all that a Gateway says; if not, only its YAML may be changed. Pure. */
export function gatewayFitsForm({ spec }: GatewayObject): boolean {
  return spec.listeners.every(
    ({ protocol, allowedRoutes }) =>
      (protocol === 'HTTP' || protocol === 'HTTPS') && !allowedRoutes?.namespaces?.selector?.matchExpressions?.length,
  );
}

export interface GatewayWords {
  nameRule: string;
  nameTwice: string;
  portRule: string;
  hostRule: string;
  labelRule: string;
}

const hostRule = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What is wrong, by path. Pure. */
export function gatewayProblems({ name, listeners }: GatewayValues, words: GatewayWords): Problems {
  const found: Problems = {};
  if (!nameRule.test(name)) found['metadata.name'] = words.nameRule;
  listeners.forEach((listener, index) => {
    const path = `spec.listeners[${index}]`;
    if (!nameRule.test(listener.name)) found[`${path}.name`] = words.nameRule;
    else if (listeners.findIndex((other) => other.name === listener.name) < index) found[`${path}.name`] = words.nameTwice;
    if (!listener.port) found[`${path}.port`] = words.portRule;
    if (listener.hostname && !hostRule.test(listener.hostname)) found[`${path}.hostname`] = words.hostRule;
    if (listener.from === 'Selector' && !labelsOf(listener.labels)) found[`${path}.allowedRoutes`] = words.labelRule;
  });
  return found;
}

/** The Gateway that the values stand for; parts that the form does not show stay as they were. Pure. */
export function gatewayOf(values: GatewayValues, before: GatewayObject | undefined): NewObject<GatewayObject> {
  const listeners = values.listeners.map((listener) =>
    listenerOf(
      listener,
      before?.spec.listeners.find(({ name }) => name === listener.was),
    ),
  );
  return {
    metadata: { namespace: before?.metadata.namespace ?? systemNamespace, name: values.name },
    spec: { ...(before?.spec ?? { gatewayClassName }), listeners },
  };
}

function listenerOf(values: ListenerValues, before: Listener | undefined): Listener {
  const { hostname: _hostname, tls, allowedRoutes, ...kept } = before ?? ({} as Partial<Listener>);
  const labels = labelsOf(values.labels);
  return {
    ...kept,
    name: values.name,
    port: values.port ?? 0,
    protocol: values.protocol,
    ...(values.hostname ? { hostname: values.hostname } : {}),
    ...(values.protocol === 'HTTPS' && (values.certificates.length > 0 || tls)
      ? { tls: { mode: 'Terminate', ...tls, certificateRefs: values.certificates.map(secretRef) } }
      : {}),
    allowedRoutes: {
      ...allowedRoutes,
      namespaces: { from: values.from, ...(values.from === 'Selector' && labels ? { selector: { matchLabels: labels } } : {}) },
    },
  };
}

function secretRef(id: string): { namespace?: string; name: string } {
  const [first = '', second] = id.split('/');
  return second === undefined ? { name: first } : { namespace: first, name: second };
}

/** Undefined where there is none, or a line is no `name=value`. */
function labelsOf(text: string): Record<string, string> | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const pairs = lines.map((line) => /^([^=\s]+)=([^=\s]*)$/.exec(line));
  if (pairs.length === 0 || pairs.some((pair) => pair === null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}
