import { AppError, Sentence, say, type Text } from '@dizuo/api';
import pg from 'pg';

const noNetwork = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE']);

/** Why a scan came to nothing, without a word of the server's own: it may hold data. Pure. */
export function scanRefusal(error: unknown): Text {
  if (error instanceof AppError) return error.said ? new Sentence(error.said, error.message) : error.message;
  if (error instanceof pg.DatabaseError) {
    const state = /^[0-9A-Z]{5}$/.test(error.code ?? '') ? error.code : '?????';
    if (state?.startsWith('28'))
      return say('ScanCredentials')`the database refuses these credentials (SQLSTATE ${state}); correct the secret`;
    if (state === '3D000') return say('ScanNoDatabase')`the server has no database of that name; correct the secret`;
    if (state === '57014') return say('ScanTooSlow')`the database took too long to answer; scan at a quieter time, or fewer schemas`;
    return say('ScanAnswer')`the database answered with an error (SQLSTATE ${state}); PostgreSQL 12 or newer is needed`;
  }
  const { code = '', message = '', name = '' } = error as Partial<NodeJS.ErrnoException>;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return say('ScanNoHost')`the host name is not known; correct the secret`;
  if (noNetwork.has(code))
    return say('ScanNoConnection')`no connection to the database (${code}); is it running, and does the firewall let the platform through?`;
  if (/does not support SSL/i.test(message))
    return say('ScanNoTls')`the database does not speak TLS; where the network is trusted, set sslmode to disable in the secret`;
  if (/CERT|SSL|TLS|ALTNAME/.test(code))
    return say('ScanCertificate')`the certificate of the database is not accepted (${code}); correct ca.crt in the secret`;
  if (name === 'AbortError' || name === 'TimeoutError' || /timeout/i.test(message))
    return say('ScanTooSlow')`the database took too long to answer; scan at a quieter time, or fewer schemas`;
  return say('ScanBroken')`the connection broke off; try again`;
}
