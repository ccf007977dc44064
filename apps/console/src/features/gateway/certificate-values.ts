import type { Certificate, Gateway, KubeObject, ObjectOf, Secret } from '@dizuo/api';
import type { State } from '../../parts/states.ts';

type CertificateObject = ObjectOf<typeof Certificate> & KubeObject;
type GatewayObject = ObjectOf<typeof Gateway> & KubeObject;

/** A certificate in its console's place: the operator's pages name the namespace, a tenant's are its own. Pure. */
export function certificatesPath(tenant: string | undefined): string {
  return tenant === undefined ? '/ops/certificates' : `/dev/${tenant}/certificates`;
}

/** State of a certificate, with what is said of it: that it ends soon is no word of the conditions' own. Pure. */
export function certificateState({ status }: CertificateObject): { state: State; reason: string | undefined } {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (!ready) return { state: 'unknown', reason: undefined };
  if (ready.status === 'False') return { state: 'failed', reason: ready.reason };
  return { state: ready.reason === 'ExpiresSoon' ? 'degraded' : 'ready', reason: ready.reason };
}

/** Names of `wanted` that none of `names` covers: a wildcard stands for one label. RFC 9525 section 6.3. Pure. */
export function uncovered(wanted: readonly string[], names: readonly string[]): string[] {
  return wanted.filter(
    (name) => !names.some((given) => given === name || (given.startsWith('*.') && given.slice(1) === afterFirstLabel(name))),
  );
}

function afterFirstLabel(name: string): string {
  return name.slice(name.indexOf('.'));
}

export interface Unwatched {
  namespace: string;
  secret: string;
  /** `namespace/gateway/listener` of those that use it. */
  listeners: string[];
}

/** Secrets with TLS certificates that no Certificate watches: those that listeners name, and those that are there. Sorted. Pure. */
export function unwatchedSecrets(
  certificates: readonly CertificateObject[],
  gateways: readonly GatewayObject[],
  secrets: readonly (ObjectOf<typeof Secret> & KubeObject)[],
): Unwatched[] {
  const watched = new Set(certificates.map(({ metadata, spec }) => `${metadata.namespace}/${spec.secretRef.name}`));
  const found = new Map<string, Unwatched>();
  const note = (namespace: string, secret: string): Unwatched => {
    const known = found.get(`${namespace}/${secret}`) ?? { namespace, secret, listeners: [] };
    found.set(`${namespace}/${secret}`, known);
    return known;
  };
  for (const { metadata, type } of secrets) if (type === 'kubernetes.io/tls') note(metadata.namespace ?? '', metadata.name);
  for (const { metadata, spec } of gateways)
    for (const listener of spec.listeners)
      for (const ref of listener.tls?.certificateRefs ?? [])
        note(ref.namespace ?? metadata.namespace ?? '', ref.name).listeners.push(`${metadata.namespace}/${metadata.name}/${listener.name}`);
  return [...found.values()]
    .filter(({ namespace, secret }) => !watched.has(`${namespace}/${secret}`))
    .sort((a, b) => (`${a.namespace}/${a.secret}` < `${b.namespace}/${b.secret}` ? -1 : 1));
}
