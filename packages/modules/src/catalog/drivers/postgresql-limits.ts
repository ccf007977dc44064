import { say } from '@dizuo/api';
import type pg from 'pg';
import type { InstanceHealth, StepContext } from './driver.ts';
import { databaseOf, ownerOf, quoteName, quoteText } from './postgresql-names.ts';
import { type AsSuperuser, planSettings } from './postgresql-steps.ts';

/** PostgreSQL has no limit on a database's size: it is looked at on a clock. */
export async function examineDatabase(as: AsSuperuser, context: StepContext): Promise<InstanceHealth> {
  const { broker, instance } = context;
  const database = databaseOf(instance);
  const limitMiB = instance.spec.takes?.storageMiB;
  const usedMiB = await as(broker, 'postgres', async (client) => {
    await endLongStatements(client, database, planSettings(context).statementTimeoutSeconds * 10);
    const { rows } = await client.query('select pg_database_size($1)::bigint / 1048576 as mib', [database]);
    return Number(rows[0].mib);
  });
  if (limitMiB === undefined) return { healthy: true, reason: 'Ready', message: say('SizeUsed')`${usedMiB} MiB used` };
  const over = usedMiB > limitMiB;
  const wasOver = instance.status?.conditions?.some((c) => c.reason === 'OverSize') ?? false;
  if (over !== wasOver) await setReadOnly(as, context, over);
  if (!over) return { healthy: true, reason: 'Ready', message: say('SizeUsedOf')`${usedMiB} of ${limitMiB} MiB used` };
  return {
    healthy: false,
    reason: 'OverSize',
    message: say(
      'OverSize',
    )`${usedMiB} MiB are used and ${limitMiB} ordered: nothing can be added until data is deleted or more is ordered`,
  };
}

/** A tenant may switch its own statement_timeout off: what runs ten times as long is ended. */
async function endLongStatements(client: pg.Client, database: string, seconds: number): Promise<void> {
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = $1 and state = 'active' and now() - query_start > $2 * interval '1 second' and pid <> pg_backend_pid()`,
    [database, seconds],
  );
}

/** Takes the owner's rights from the roles that sign in, leaving them to read and delete; or gives them back. */
async function setReadOnly(as: AsSuperuser, { broker, instance }: StepContext, readOnly: boolean): Promise<void> {
  const [database, owner] = [databaseOf(instance), ownerOf(instance)];
  const logins = await as(broker, 'postgres', async (client) => {
    const { rows } = await client.query(
      `select r.rolname as name from pg_roles r where has_database_privilege(r.oid, $1, 'connect') and r.rolcanlogin and not r.rolsuper`,
      [database],
    );
    return rows.map((row) => row.name as string);
  });
  await as(broker, database, async (client) => {
    for (const login of logins) {
      if (readOnly) {
        await client.query(`revoke ${quoteName(owner)} from ${quoteName(login)}`);
        await client.query(`alter role ${quoteName(login)} in database ${quoteName(database)} reset role`);
        await client.query(
          `grant usage on schema public to ${quoteName(login)}; grant select, delete, truncate on all tables in schema public to ${quoteName(login)}`,
        );
      } else {
        await client.query(`grant ${quoteName(owner)} to ${quoteName(login)}`);
        await client.query(`alter role ${quoteName(login)} in database ${quoteName(database)} set role = ${quoteText(owner)}`);
      }
    }
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = any($1)`, [
      logins,
    ]);
  });
}
