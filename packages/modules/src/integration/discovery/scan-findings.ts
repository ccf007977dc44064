import { createHash } from 'node:crypto';
import { type DatabaseScan, type DiscoveryFinding, type InformationSystem, type ObjectOf, say } from '@dizuo/api';
import type { NewObject } from '@dizuo/kernel';
import { likely, personalData } from './personal-data.ts';
import type { SeenDatabase, SeenTable } from './read-database.ts';

type ScanObject = ObjectOf<typeof DatabaseScan>;
type NewFinding = NewObject<typeof DiscoveryFinding>;
type Holding = NonNullable<ObjectOf<typeof InformationSystem>['spec']['data']>[number];

/** Findings of one scan: those with personal data first, then the largest. */
const mostFindings = 200;
const mostColumns = 200;

export interface ScanOutcome {
  findings: NewFinding[];
  tables: number;
  rows: number;
  personalTables: number;
  leftOut: number;
}

/** What a scan tells the owner: one finding for each table that holds something, and one for each link to another database. Pure. */
export function scanFindings(
  scan: ScanObject,
  database: SeenDatabase,
  { known, now }: { known: readonly Holding[]; now: string },
): ScanOutcome {
  const codes = new Map(known.map(({ displayName, code }) => [displayName, code]));
  const described = database.tables.map((table) => describe(table, codes));
  const filled = described.filter(({ table }) => table.rows > 0);
  const order = filled.toSorted((a, b) => Number(b.personal) - Number(a.personal) || b.table.rows - a.table.rows);
  const told = order.slice(0, mostFindings);
  const base = {
    source: 'database' as const,
    scanRef: scan.metadata.name,
    seenAt: now,
    ...(scan.spec.systemRef ? { systemRef: scan.spec.systemRef } : {}),
  };
  const named = (...subject: string[]) => ({
    namespace: scan.metadata.namespace ?? '',
    name: findingName('db', scan.spec.systemRef ?? scan.metadata.name, ...subject),
  });
  return {
    findings: [
      ...told.map(
        ({ table, holding, columns }): NewFinding => ({
          metadata: named(table.schema, table.name),
          spec: {
            ...base,
            finding: 'data',
            displayName: holding.displayName,
            data: [holding],
            tables: [{ name: `${table.schema}.${table.name}`, rows: table.rows, bytes: table.bytes, columns }],
          },
        }),
      ),
      ...database.links.map(
        (link): NewFinding => ({
          metadata: named('link', link.name),
          spec: {
            ...base,
            finding: 'interface',
            displayName: link.name.slice(0, 200),
            interfaces: [
              {
                name: link.name.slice(0, 100),
                direction: 'calls',
                counterpart: [link.host, link.database].filter(Boolean).join('/').slice(0, 100) || link.name.slice(0, 100),
                protocol: 'database link',
              },
            ],
          },
        }),
      ),
    ],
    tables: described.length,
    rows: described.reduce((sum, { table }) => sum + table.rows, 0),
    personalTables: described.filter(({ personal }) => personal).length,
    leftOut: filled.length - told.length,
  };
}

function describe(table: SeenTable, codes: ReadonlyMap<string, string>) {
  const columns = table.columns.slice(0, mostColumns).map((column) => ({
    name: column.name,
    type: column.type.slice(0, 100),
    ...personalData(column),
  }));
  const personal = columns.some(({ confidence = 0 }) => confidence >= likely);
  const displayName = (table.comment?.trim() || table.name).slice(0, 100);
  const items = [...new Set(table.columns.slice(0, mostColumns).map(({ name, comment }) => (comment?.trim() || name).slice(0, 100)))];
  const holding: Holding = {
    code: codes.get(displayName) ?? codeOf(table.name),
    displayName,
    records: table.rows,
    items,
    ...(personal ? { personal } : {}),
  };
  return { table, holding, columns, personal };
}

/** `t_shop_sign` and `TB_SHOP_SIGN` are about `shop-sign`. */
function codeOf(table: string): string {
  const plain = table
    .toLowerCase()
    .replace(/^(t|tb|tbl|tab)_/, '')
    .replaceAll('_', '-');
  return plain.slice(0, 100) || table.slice(0, 100);
}

/** The same name for the same thing seen again, so that what was decided on it stays decided. */
function findingName(source: string, ...subject: string[]): string {
  return `${source}-${createHash('sha256').update(subject.join('\n')).digest('hex').slice(0, 20)}`;
}

export const scanDone = ({ tables, personalTables }: ScanOutcome) =>
  say('ScanDone')`${tables} tables seen, ${personalTables} of them likely hold personal data; decide on the findings`;
