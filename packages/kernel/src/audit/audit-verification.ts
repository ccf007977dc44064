import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { type AuditRow, canonical, rowColumns, type Seal, sealColumns, sealDigest, signedText } from './audit-seals.ts';
import { leafHash, merkleRoot } from './merkle.ts';
import type { SealKey } from './seal-key.ts';

export interface AuditProblem {
  /** Number of the audit row, or of the first row of a seal. */
  at: string;
  problem: 'RowChanged' | 'RowMissing' | 'ChainBroken' | 'SignatureWrong' | 'SealMissing';
  message: string;
}

export interface AuditVerification {
  ok: boolean;
  rows: number;
  seals: number;
  /** Rows that no seal covers yet: the newest second. */
  unsealed: number;
  problems: AuditProblem[];
}

const mostProblems = 50;

/** Checks every row against its seal, every seal against the one before and its signature, and all against the file outside the database. */
export async function verifyAudit(pool: pg.Pool, key: SealKey, directory: string): Promise<AuditVerification> {
  // The file first: a seal made meanwhile is then in the database, never only on file.
  const onFile = readSealFile(directory);
  const { rows: seals } = await pool.query<Seal>(`${sealColumns} order by first_no`);
  const problems: AuditProblem[] = [];
  const add = (at: string, problem: AuditProblem['problem'], message: string) => {
    if (problems.length < mostProblems) problems.push({ at, problem, message });
  };
  let previous = '0'.repeat(64);
  let next = 1n;
  let count = 0;
  for (const seal of seals) {
    if (seal.previous !== previous || BigInt(seal.first) !== next) {
      add(seal.first, 'ChainBroken', `the seal of rows ${seal.first} to ${seal.last} does not follow the one before it`);
    }
    if (!key.verify(signedText(seal), seal.signature)) {
      add(seal.first, 'SignatureWrong', `the signature of the seal of rows ${seal.first} to ${seal.last} is not the platform's`);
    }
    const rows = await readRows(pool, seal.first, seal.last);
    count += rows.length;
    const expected = Number(BigInt(seal.last) - BigInt(seal.first)) + 1;
    if (rows.length !== expected) {
      add(seal.first, 'RowMissing', `${expected - rows.length} of the rows ${seal.first} to ${seal.last} are gone`);
    } else if (rootOf(rows) !== seal.root) {
      add(seal.first, 'RowChanged', `a row between ${seal.first} and ${seal.last} is not what was sealed`);
    }
    previous = sealDigest(seal);
    next = BigInt(seal.last) + 1n;
  }
  for (const missing of await missingSeals(pool, onFile, seals)) {
    add(missing.first, 'SealMissing', `the seal of rows ${missing.first} to ${missing.last} is on file but not in the database`);
  }
  const { rows: rest } = await pool.query<{ unsealed: number; gaps: string }>(
    `select count(*)::int as unsealed, (coalesce(max(no), $1) - $1 - count(*))::text as gaps from dizuo.audit where no > $1::bigint`,
    [(next - 1n).toString()],
  );
  const unsealed = rest[0]?.unsealed ?? 0;
  if (rest[0] && rest[0].gaps !== '0') add(next.toString(), 'RowMissing', `${rest[0].gaps} rows that are not sealed yet are gone`);
  return { ok: problems.length === 0, rows: count + unsealed, seals: seals.length, unsealed, problems };
}

async function readRows(pool: pg.Pool, first: string, last: string): Promise<AuditRow[]> {
  const { rows } = await pool.query<AuditRow>({
    name: 'sealed_rows',
    text: `${rowColumns} where no between $1 and $2 order by audit.no`,
    values: [first, last],
  });
  return rows;
}

/**
 * Seals on file that the database does not have. The newest may be on its way: it was written to the file first, and its rows are
 * there as it says. A crash between file and database leaves one that was made again: the later of the same first row counts.
 */
async function missingSeals(pool: pg.Pool, onFile: readonly Seal[], seals: readonly Seal[]): Promise<Seal[]> {
  const covered = BigInt(seals.at(-1)?.last ?? 0);
  const known = new Set(seals.map((seal) => `${seal.first}/${seal.last}/${seal.root}`));
  const missing: Seal[] = [];
  for (const seal of new Map(onFile.map((entry) => [entry.first, entry])).values()) {
    if (known.has(`${seal.first}/${seal.last}/${seal.root}`)) continue;
    const onItsWay = BigInt(seal.first) === covered + 1n && rootOf(await readRows(pool, seal.first, seal.last)) === seal.root;
    if (!onItsWay) missing.push(seal);
  }
  return missing;
}

function rootOf(rows: readonly AuditRow[]): string {
  return merkleRoot(rows.map((row) => leafHash(canonical(row)))).toString('hex');
}

function readSealFile(directory: string): Seal[] {
  const path = join(directory, 'seals.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line) as Seal);
}
