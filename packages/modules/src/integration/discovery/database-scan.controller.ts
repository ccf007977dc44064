import {
  annotations,
  DatabaseScan,
  DiscoveryFinding,
  InformationSystem,
  type ObjectKey,
  type ObjectOf,
  Secret,
  say,
  type Text,
} from '@dizuo/api';
import { defineController, type NewObject, type ReconcileContext, rfc3339, withCondition } from '@dizuo/kernel';
import { connectionOf } from './database-connection.ts';
import { readDatabase, type SeenDatabase } from './read-database.ts';
import { scanDone, scanFindings } from './scan-findings.ts';
import { scanRefusal } from './scan-refusal.ts';

type ScanObject = ObjectOf<typeof DatabaseScan>;
type Status = NonNullable<ScanObject['status']>;

export interface DatabaseScanOptions {
  /** The IP address behind a host that tenants may reach; throws an AppError where they may not. */
  openAddress(host: string, port: number): Promise<string>;
}

const ended = new Set<string | undefined>(['Succeeded', 'Failed']);

/** Looks at a database once and records what it saw. A scan that a crash broke off is begun anew: findings have the same names then. */
export function databaseScanController({ openAddress }: DatabaseScanOptions) {
  /** Scans that wait for a secret, by its key. */
  const waiting = new Map<string, ObjectKey>();
  return defineController({
    name: 'database-scan',
    kind: DatabaseScan,
    concurrency: 2,
    watches: [{ kind: Secret, map: ({ metadata }) => [waiting.get(`${metadata.namespace}/${metadata.name}`) ?? []].flat() }],
    async reconcile(key, context) {
      const { client, event, crashPoint, signal } = context;
      const scan = await client.get(DatabaseScan, key);
      if (!scan || scan.metadata.deletionTimestamp) return;
      if (ended.has(scan.status?.phase) && scan.status?.retry === wishOf(scan)) return;
      const { namespace = '' } = key;
      const { secretRef, schemas, sampleValues = false } = scan.spec;
      const secret = await client.get(Secret, { namespace, name: secretRef });
      if (!secret) {
        waiting.set(`${namespace}/${secretRef}`, key);
        return show(
          scan,
          { phase: 'Pending' },
          'SecretMissing',
          say('ScanSecretMissing')`waits for secret ${secretRef}; create it`,
          context,
        );
      }
      waiting.delete(`${namespace}/${secretRef}`);
      const connection = connectionOf(secret);
      if ('field' in connection) return fail(scan, connection.message, context);
      const startedAt = rfc3339(new Date());
      await show(scan, { phase: 'Running', startedAt }, 'Scanning', say('ScanRunning')`reads the catalog of the database`, context);
      let database: SeenDatabase;
      try {
        database = await readDatabase(connection, { ...(schemas ? { schemas } : {}), sampleValues, openAddress, signal });
      } catch (error) {
        if (signal.aborted) return;
        return fail(scan, scanRefusal(error), context);
      }
      const known = (await client.list(InformationSystem, { namespace })).flatMap(({ spec }) => spec.data ?? []);
      const outcome = scanFindings(scan, database, { known, now: rfc3339(new Date()) });
      for (const finding of outcome.findings) {
        await record(finding, context);
        crashPoint('scan/recorded');
      }
      const { tables, rows, personalTables, leftOut } = outcome;
      await show(
        scan,
        {
          phase: 'Succeeded',
          startedAt,
          finishedAt: rfc3339(new Date()),
          serverVersion: database.serverVersion.slice(0, 100),
          bytes: database.bytes,
          tables,
          rows,
          personalTables,
          findings: outcome.findings.length,
          leftOut,
        },
        'Scanned',
        scanDone(outcome),
        context,
      );
      await event(scan, 'Normal', 'Scanned', scanDone(outcome));
      return;
    },
  });
}

function wishOf({ metadata }: ScanObject): string | undefined {
  return metadata.annotations?.[annotations.retry];
}

/** What was decided on stays as it was decided; what is open shows what was seen last. */
async function record(finding: NewObject<typeof DiscoveryFinding>, { client }: ReconcileContext): Promise<void> {
  const { namespace = '', name = '' } = finding.metadata;
  const known = await client.get(DiscoveryFinding, { namespace, name });
  if (!known) {
    await client.create(DiscoveryFinding, finding);
    return;
  }
  if (known.spec.decision) return;
  await client.update(DiscoveryFinding, { ...known, spec: finding.spec });
}

async function fail(scan: ScanObject, why: Text, context: ReconcileContext): Promise<void> {
  await show(scan, { phase: 'Failed', finishedAt: rfc3339(new Date()) }, 'ScanFailed', why, context);
  await context.event(scan, 'Warning', 'ScanFailed', why);
}

async function show(scan: ScanObject, status: Status, reason: string, message: Text, { client }: ReconcileContext): Promise<void> {
  const { generation, namespace = '', name } = scan.metadata;
  const ready = status.phase === 'Succeeded' ? 'True' : 'False';
  await client.modify(
    DatabaseScan,
    { namespace, name },
    (now) => ({
      ...now,
      status: {
        ...status,
        ...(wishOf(scan) ? { retry: wishOf(scan) } : {}),
        observedGeneration: generation,
        conditions: withCondition(now.status?.conditions, { type: 'Ready', status: ready, reason, message }),
      } as Status,
    }),
    'status',
  );
}
