import { Certificate, type KubeObject, type ObjectOf, Secret } from '@dizuo/api';
import { client } from '../../data/api-client.ts';

interface Given {
  namespace: string;
  name: string;
  dnsNames: string[];
  /** It is replaced. */
  existing: (ObjectOf<typeof Certificate> & KubeObject) | undefined;
  /** Absent: `secret` has it already. */
  pem?: { chain: string; privateKey: string };
  secret?: string;
}

/** Writes the Secret and the Certificate that watches it. Where the second is refused, a Secret that is new goes again. */
export async function saveCertificate({ namespace, name, dnsNames, existing, pem, secret }: Given): Promise<void> {
  const secrets = client.objects(Secret);
  const certificates = client.objects(Certificate);
  const secretName = existing?.spec.secretRef.name ?? secret ?? name;
  const data = pem && { 'tls.crt': base64(pem.chain), 'tls.key': base64(pem.privateKey) };
  if (existing) {
    await secrets.patch({ namespace, name: secretName }, { data });
    await certificates.patch({ namespace, name }, { spec: { dnsNames } });
    return;
  }
  const certificate = { metadata: { namespace, name }, spec: { dnsNames, secretRef: { name: secretName } } };
  await certificates.create(certificate, { dryRun: true });
  if (data) await secrets.create({ metadata: { namespace, name: secretName }, type: 'kubernetes.io/tls', data });
  try {
    await certificates.create(certificate);
  } catch (error) {
    if (data) await secrets.delete({ namespace, name: secretName });
    throw error;
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(`${text.trim()}\n`)));
}
