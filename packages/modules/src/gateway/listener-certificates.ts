import {
  type DataPlaneCertificate,
  type Gateway,
  gatewayApiGroup,
  type ObjectOf,
  type ReferenceGrant,
  type Secret,
  type SecretObjectReference,
  Sentence,
  say,
} from '@dizuo/api';
import { isPermitted } from './reference-permission.ts';
import type { Refusal } from './route-attachment.ts';
import { authoritiesOf, tlsCertificateOf } from './tls-certificate.ts';

export interface CertificateWorld {
  gateway: ObjectOf<typeof Gateway>;
  /** By `namespace/name`. */
  secrets: ReadonlyMap<string, ObjectOf<typeof Secret>>;
  grants: readonly ObjectOf<typeof ReferenceGrant>[];
}

type Found<T> = { secret: T; refusal?: undefined } | { secret?: undefined; refusal: Refusal };

/** The certificate that a listener names, or why it cannot be used. Gateway API, ListenerConditionResolvedRefs. Pure. */
export function resolveCertificate(
  ref: SecretObjectReference,
  world: CertificateWorld,
): { certificate: DataPlaneCertificate; refusal?: undefined } | { certificate?: undefined; refusal: Refusal } {
  const { secret, refusal } = findSecret(ref, world, 'InvalidCertificateRef');
  if (refusal) return { refusal };
  const read = tlsCertificateOf(secret);
  const id = `${secret.metadata.namespace}/${secret.metadata.name}`;
  if (read instanceof Sentence)
    return { refusal: { reason: 'InvalidCertificateRef', message: say('TlsSecretBad')`Secret ${id} ${read}; mend it or name another` } };
  return { certificate: { id, hosts: read.hosts, chain: read.chain, privateKey: read.privateKey } };
}

export interface ClientAuthorities {
  pem?: string;
  mode: 'AllowValidOnly' | 'AllowInsecureFallback';
  /** Of ResolvedRefs. */
  refusal?: Refusal;
  /** Of Accepted: no authority is left to check clients against. */
  fatal?: Refusal;
}

/** Whose client certificates a port takes, or undefined where it asks for none. Gateway API, GatewayTLSConfig.frontend. Pure. */
export function clientAuthorities(port: number, world: CertificateWorld): ClientAuthorities | undefined {
  const frontend = world.gateway.spec.tls?.frontend;
  const forPort = frontend?.perPort?.find((p) => p.port === port)?.tls;
  const validation = (forPort ?? frontend?.default)?.validation;
  if (!validation) return undefined;
  const { mode = 'AllowValidOnly', caCertificateRefs } = validation;
  const found = caCertificateRefs.map((ref): { pem: string; refusal?: undefined } | { pem?: undefined; refusal: Refusal } => {
    const { secret, refusal } = findSecret(ref, world, 'InvalidCACertificateRef');
    if (refusal) return { refusal };
    const pem = authoritiesOf(secret);
    const message = say(
      'AuthoritiesMissing',
    )`Secret ${secret.metadata.namespace}/${secret.metadata.name} has no certificates in PEM in ca.crt`;
    return pem ? { pem } : { refusal: { reason: 'InvalidCACertificateRef', message } };
  });
  const good = found.flatMap((f) => (f.pem ? [f.pem] : []));
  const refusal = found.find((f) => f.refusal)?.refusal;
  if (good.length > 0) return { pem: good.join(''), mode, ...(refusal ? { refusal } : {}) };
  const message = say('NoAuthorities')`none of caCertificateRefs can be used, so no client certificate could be checked`;
  return { mode, ...(refusal ? { refusal } : {}), fatal: { reason: 'NoValidCACertificate', message } };
}

function findSecret(
  { group = '', kind = 'Secret', name, namespace: given }: SecretObjectReference,
  { gateway, secrets, grants }: CertificateWorld,
  reason: 'InvalidCertificateRef' | 'InvalidCACertificateRef',
): Found<ObjectOf<typeof Secret>> {
  if (group !== '' || kind !== 'Secret') {
    const isAuthority = reason === 'InvalidCACertificateRef';
    return {
      refusal: {
        reason: isAuthority ? 'InvalidCACertificateKind' : reason,
        message: say('CertificateKind')`certificates are in Secrets, not ${kind}`,
      },
    };
  }
  const own = gateway.metadata.namespace ?? '';
  const namespace = given ?? own;
  const from = { group: gatewayApiGroup, kind: 'Gateway', namespace: own };
  if (!isPermitted({ from, to: { group, kind, namespace, name } }, grants)) {
    const message = say(
      'SecretNotGranted',
    )`namespace ${namespace} grants no reference to Secret ${name}; ask its owner for a ReferenceGrant`;
    return { refusal: { reason: 'RefNotPermitted', message } };
  }
  const secret = secrets.get(`${namespace}/${name}`);
  if (secret) return { secret };
  return {
    refusal: { reason, message: say('TlsSecretMissing')`Secret ${namespace}/${name} does not exist; create it or correct the name` },
  };
}
