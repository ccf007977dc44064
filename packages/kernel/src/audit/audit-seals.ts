import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Leadership } from '../controller/leadership.ts';
import { leafHash, merkleRoot } from './merkle.ts';
import type { SealKey } from './seal-key.ts';

/** A signed statement about a range of audit rows, chained to the one before. */
export interface Seal {
  first: string;
  last: string;
  root: string;
  previous: string;
  algorithm: string;
  keyId: string;
  signature: string;
  at: string;
}

export interface AuditSealsOptions {
  systemPool: pg.Pool;
  key: SealKey;
  /** Every seal is also appended to a file here: a database that was rolled back or rewritten no longer agrees with it. */
  directory: string;
  leadership: Leadership;
  log: Logger;
  everyMs?: number;
}

const mostRows = 5000;
const firstPrevious = '0'.repeat(64);

/** Seals new audit rows every second, wherever this server leads. */
export function sealAudit(options: AuditSealsOptions): void {
  options.leadership.campaign('audit-seal', async ({ signal }) => {
    while (!signal.aborted) {
      const more = await sealOnce(options).catch((error) => {
        options.log.warn({ err: error }, 'audit rows could not be sealed; trying again');
        return false;
      });
      if (!more) await pause(options.everyMs ?? 1000, signal);
    }
  });
}

/** Seals the next range. True where more may wait. */
export async function sealOnce({
  systemPool,
  key,
  directory,
}: Pick<AuditSealsOptions, 'systemPool' | 'key' | 'directory'>): Promise<boolean> {
  const { rows: last } = await systemPool.query({ name: 'last_seal', text: `${sealColumns} order by first_no desc limit 1` });
  const before = last[0] as Seal | undefined;
  const { rows } = await systemPool.query<AuditRow>({
    name: 'unsealed',
    text: `${rowColumns} where no > $1 order by audit.no limit ${mostRows}`,
    values: [before?.last ?? '0'],
  });
  if (rows.length === 0) return false;
  const content = {
    first: (rows[0] as AuditRow).no,
    last: (rows.at(-1) as AuditRow).no,
    root: merkleRoot(rows.map((row) => leafHash(canonical(row)))).toString('hex'),
    previous: before ? sealDigest(before) : firstPrevious,
    algorithm: key.algorithm,
    keyId: key.id,
  };
  const seal = { ...content, signature: key.sign(signedText(content)) };
  await appendFile(join(directory, 'seals.jsonl'), `${JSON.stringify(seal)}\n`, { mode: 0o600 });
  await systemPool.query('select dizuo.add_seal($1::json)', [JSON.stringify(seal)]);
  return rows.length === mostRows;
}

export interface AuditRow {
  no: string;
  at: string;
  principal: string;
  resource: string;
  namespace: string;
  name: string;
  outcome: string;
  entry: string;
}

/** The row as one line of text: what a seal promises about it. */
export function canonical(row: AuditRow): string {
  return JSON.stringify([row.no, row.at, row.principal, row.resource, row.namespace, row.name, row.outcome, row.entry]);
}

export function signedText(seal: Omit<Seal, 'signature' | 'at'>): string {
  return [seal.first, seal.last, seal.root, seal.previous, seal.algorithm, seal.keyId].join('\n');
}

/** What the next seal says about this one. */
export function sealDigest(seal: Omit<Seal, 'at'>): string {
  return leafHash(`${signedText(seal)}\n${seal.signature}`).toString('hex');
}

export const rowColumns = `select no::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, principal, resource, namespace, name, outcome, entry from dizuo.audit`;
export const sealColumns = `select first_no::text as first, last_no::text as last, root, previous, algorithm, key_id as "keyId", signature, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at from dizuo.audit_seal`;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
