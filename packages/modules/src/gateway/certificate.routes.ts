import { Certificate, type CertificateCheck, type CheckedCertificate, certificateCheckPath, invalid, notFound, Secret } from '@dizuo/api';
import type { Route, RouteCall } from '@dizuo/kernel';
import { checkCertificate } from './certificate-check.ts';

const pem = { type: 'string', minLength: 1, maxLength: 131_072 };
const body = {
  oneOf: [
    { type: 'object', required: ['chain', 'privateKey'], additionalProperties: false, properties: { chain: pem, privateKey: pem } },
    { type: 'object', required: ['secret'], additionalProperties: false, properties: { secret: { type: 'string', maxLength: 253 } } },
  ],
};

/** Checks a certificate and its key before they are put into a Secret, or as they are in one. For whoever may write Secrets there. */
export const certificateCheckRoute: Route = {
  method: 'POST',
  path: certificateCheckPath(':namespace'),
  access: { kind: 'resource', verb: 'create', resource: Secret.id, namespace: ({ namespace }) => namespace },
  schema: { body },
  async handler(call): Promise<CheckedCertificate> {
    const checked = checkCertificate(await pemOf(call), new Date());
    if ('errors' in checked) throw invalid({ kind: Certificate.kind, name: 'check' }, { fields: checked.errors });
    return checked.certificate;
  },
};

async function pemOf({ body: given, params: { namespace = '' }, client }: RouteCall): Promise<{ chain: string; privateKey: string }> {
  const asked = given as CertificateCheck;
  if (!('secret' in asked)) return asked;
  const secret = await client.get(Secret, { namespace, name: asked.secret });
  if (!secret) throw notFound({ kind: Secret.kind, name: asked.secret, namespace });
  const plain = (key: string) => Buffer.from(secret.data?.[key] ?? '', 'base64').toString();
  return { chain: plain('tls.crt'), privateKey: plain('tls.key') };
}
