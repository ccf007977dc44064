import { Certificate, Gateway, type ObjectOf, Secret, Sentence, say, type Text } from '@dizuo/api';
import { type Controller, defineController, rfc3339, type Store, withCondition } from '@dizuo/kernel';
import { isHostCovered } from './hostnames.ts';
import { tlsCertificateOf } from './tls-certificate.ts';

type CertificateObject = ObjectOf<typeof Certificate>;

const dayMs = 86_400_000;
/** A certificate comes nearer to its end without anything changing. */
const lookAgainMs = 3_600_000;

/** Says of every Certificate which names its Secret is good for, until when, and which listeners use it. */
export function certificateController(store: Store): Controller<typeof Certificate> {
  const list = async (namespace?: string) =>
    (await store.list(Certificate, namespace === undefined ? {} : { namespace }, 'system')).items as unknown as CertificateObject[];
  return defineController({
    name: 'certificate',
    kind: Certificate,
    watches: [
      {
        kind: Secret,
        map: async ({ metadata }) => (await list(metadata.namespace)).filter((c) => c.spec.secretRef.name === metadata.name).map(keyOf),
      },
      { kind: Gateway, map: async () => (await list()).map(keyOf) },
    ],
    async reconcile(key, { client }) {
      const certificate = await client.get(Certificate, key);
      if (!certificate) return {};
      const { name } = certificate.spec.secretRef;
      const secret = await client.get(Secret, { namespace: key.namespace ?? '', name });
      const listeners = listenersOf(await client.list(Gateway), key.namespace ?? '', name);
      await client.modify(Certificate, key, (c) => ({ ...c, status: renderCertificateStatus(c, secret, listeners, new Date()) }), 'status');
      return { requeueAfterMs: lookAgainMs };
    },
  });
}

function keyOf({ metadata }: CertificateObject) {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}

/** `namespace/gateway/listener` of those that name the Secret. Pure. */
export function listenersOf(gateways: readonly ObjectOf<typeof Gateway>[], namespace: string, name: string): string[] {
  return gateways
    .flatMap(({ metadata, spec }) =>
      spec.listeners
        .filter((l) => l.tls?.certificateRefs?.some((ref) => ref.name === name && (ref.namespace ?? metadata.namespace) === namespace))
        .map((l) => `${metadata.namespace}/${metadata.name}/${l.name}`),
    )
    .sort();
}

/** Pure. */
export function renderCertificateStatus(
  object: CertificateObject,
  secret: ObjectOf<typeof Secret> | undefined,
  listeners: string[],
  now: Date,
): CertificateObject['status'] {
  const observedGeneration = object.metadata.generation;
  const found = secret ? tlsCertificateOf(secret) : say('SecretAbsent')`does not exist`;
  const set = (status: 'True' | 'False', reason: string, message: Text) =>
    withCondition(object.status?.conditions, { type: 'Ready', status, reason, message, observedGeneration }, now);
  if (found instanceof Sentence) {
    const message = say('CertificateSecretBad')`Secret ${object.spec.secretRef.name} ${found}; put a certificate and its key there`;
    return { observedGeneration, listeners, conditions: set('False', 'InvalidSecret', message) };
  }
  const { certificate, hosts } = found;
  const notAfter = new Date(certificate.validTo);
  const notBefore = new Date(certificate.validFrom);
  const missing = object.spec.dnsNames.filter((name) => !hosts.some((host) => isCoveredBy(name, host)));
  const daysLeft = Math.floor((notAfter.getTime() - now.getTime()) / dayMs);
  let conditions = set('True', 'Valid', say('CertificateGood')`covers every name`);
  if (missing.length > 0)
    conditions = set('False', 'NamesMissing', say('CertificateNames')`is not for ${missing.join(', ')}; get one that is`);
  else if (daysLeft < 0) conditions = set('False', 'Expired', say('CertificateEnded')`has ended; put a new one into the Secret`);
  else if (notBefore > now) conditions = set('False', 'NotYetValid', say('CertificateTooEarly')`is not valid yet`);
  else if (daysLeft < (object.spec.warnBeforeDays ?? 30))
    conditions = set('True', 'ExpiresSoon', say('CertificateEndsSoon')`ends soon; put a new one into the Secret`);
  return {
    observedGeneration,
    listeners,
    conditions,
    notBefore: rfc3339(notBefore),
    notAfter: rfc3339(notAfter),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    subject: certificate.subject?.replaceAll('\n', ', ') ?? '',
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    dnsNames: hosts,
  };
}

/** A wildcard in a certificate stands for one label. RFC 9525 section 6.3. */
function isCoveredBy(name: string, host: string): boolean {
  if (name === host) return true;
  return host.startsWith('*.') && isHostCovered(name, host) && !name.slice(0, -(host.length - 1)).includes('.');
}
