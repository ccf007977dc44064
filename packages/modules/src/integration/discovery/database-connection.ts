import { type FieldError, type ObjectOf, type Secret, say } from '@dizuo/api';

/** How a scan reaches a database. Comes from a Secret, and is never written anywhere. */
export interface DatabaseConnection {
  host: string;
  port: number;
  database: string;
  username: string;
  password: string;
  tls: 'disable' | 'require' | 'verify-full';
  /** PEM; the usual authorities where absent. */
  authority?: string;
}

const tlsModes = ['disable', 'require', 'verify-full'] as const;
/** Says that whoever keeps the secret lets the platform scan with it; the credentials of an application are not taken for that. */
const scanSecretType = 'integration.dizuo/database';
const hostName = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
const ipv6 = /^[0-9A-Fa-f:.]+$/;

/** The connection that a Secret describes, or what is wrong with it. Values are not repeated in what is told. Pure. */
export function connectionOf(secret: ObjectOf<typeof Secret>): DatabaseConnection | FieldError {
  const text = (key: string) => Buffer.from(secret.data?.[key] ?? '', 'base64').toString('utf8');
  const wrong = (key: string, message: FieldError['message']): FieldError => ({
    field: `data.${key}`,
    reason: 'FieldValueInvalid',
    message,
  });
  if (secret.type !== scanSecretType) {
    const message = say(
      'ScanSecretType',
    )`the secret is not of type ${scanSecretType}: its keeper did not make it for scans; make one that is`;
    return { field: 'type', reason: 'FieldValueInvalid', message };
  }
  for (const key of ['host', 'database', 'username', 'password']) {
    if (text(key) === '') return wrong(key, say('ScanSecretKey')`the secret has no value for ${key}; add it`);
  }
  const host = text('host').trim();
  if (!hostName.test(host) && !(host.includes(':') && ipv6.test(host)))
    return wrong('host', say('ScanSecretHost')`the secret's host is neither a host name nor an IP address; correct it`);
  const port = text('port') === '' ? 5432 : Number(text('port'));
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return wrong('port', say('ScanSecretPort')`the secret's port is no number from 1 to 65535; correct it`);
  const mode = text('sslmode') || 'require';
  const tls = tlsModes.find((known) => known === mode);
  if (!tls) return wrong('sslmode', say('ScanSecretTls')`the secret's sslmode is none of ${tlsModes.join(', ')}; correct it`);
  const authority = text('ca.crt');
  return {
    host,
    port,
    database: text('database'),
    username: text('username'),
    password: text('password'),
    tls,
    ...(authority ? { authority } : {}),
  };
}
