import { say } from '@dizuo/api';
import pg from 'pg';
import { roundTripFailed } from '../catalog.errors.ts';
import type { BrokerObject, DriverStep, StepContext } from './driver.ts';
import { databaseOf, loginOf, ownerOf, quoteName, quoteText } from './postgresql-names.ts';

/** Runs statements as the superuser of a broker's server. */
export type AsSuperuser = <T>(broker: BrokerObject, database: string, work: (client: pg.Client) => Promise<T>) => Promise<T>;

const defaults = { connections: 20, statementTimeoutSeconds: 60, idleInTransactionSeconds: 300 };

/** The plan's own settings, completed. */
export function planSettings({ plan, instance }: StepContext): typeof defaults {
  const settings = { ...defaults, ...(plan.spec.settings as Partial<typeof defaults> | undefined) };
  const asked = Number(instance.spec.parameters?.connections);
  return Number.isInteger(asked) && asked > 0 ? { ...settings, connections: asked } : settings;
}

/** A database with an owner that nobody signs in as, closed to everybody else, with its limits. */
export function provisionSteps(as: AsSuperuser): DriverStep[] {
  return [
    {
      name: 'server',
      title: { zh: '检查组件服务器', en: 'Check the server' },
      run: ({ broker }) =>
        as(broker, 'postgres', async (client) => {
          const { rows } = await client.query('show server_version');
          return `PostgreSQL ${rows[0].server_version}`;
        }),
    },
    {
      name: 'owner',
      title: { zh: '创建属主角色', en: 'Create the owner role' },
      run: (context) =>
        as(context.broker, 'postgres', async (client) => {
          const owner = ownerOf(context.instance);
          await createRole(client, owner, 'nologin');
          context.crashPoint('postgresql/owner-created');
          return owner;
        }),
    },
    {
      name: 'database',
      title: { zh: '创建数据库', en: 'Create the database' },
      run: (context) =>
        as(context.broker, 'postgres', async (client) => {
          const [database, owner] = [databaseOf(context.instance), ownerOf(context.instance)];
          const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
          if (!rowCount) await client.query(`create database ${quoteName(database)} owner ${quoteName(owner)}`);
          await client.query(`revoke all on database ${quoteName(database)} from public`);
          context.crashPoint('postgresql/database-created');
          return database;
        }),
    },
    {
      name: 'isolation',
      title: { zh: '隔离与限额', en: 'Isolate and limit' },
      async run(context) {
        const [database, owner] = [databaseOf(context.instance), ownerOf(context.instance)];
        const { connections, statementTimeoutSeconds, idleInTransactionSeconds } = planSettings(context);
        await as(context.broker, 'postgres', async (client) => {
          await client.query(`grant connect, temporary on database ${quoteName(database)} to ${quoteName(owner)}`);
          await client.query(`alter database ${quoteName(database)} connection limit ${connections}`);
          await client.query(`alter database ${quoteName(database)} set statement_timeout = ${quoteText(`${statementTimeoutSeconds}s`)}`);
          await client.query(
            `alter database ${quoteName(database)} set idle_in_transaction_session_timeout = ${quoteText(`${idleInTransactionSeconds}s`)}`,
          );
        });
        await as(context.broker, database, async (client) => {
          await client.query(`revoke all on schema public from public; grant all on schema public to ${quoteName(owner)}`);
          await client.query(`alter schema public owner to ${quoteName(owner)}`);
        });
        return say('ConnectionsLimited')`at most ${connections} connections, ${statementTimeoutSeconds} s a statement`;
      },
    },
  ];
}

/** A role that signs in for one binding, proved by a round trip with the new credentials. */
export function bindSteps(as: AsSuperuser): DriverStep[] {
  return [
    {
      name: 'role',
      title: { zh: '创建登录角色', en: 'Create the login role' },
      run: (context) =>
        as(context.broker, 'postgres', async (client) => {
          const { instance, binding, credentials } = context;
          if (!binding || !credentials) throw new Error('a binding step without its binding');
          const [login, owner] = [loginOf(binding), ownerOf(instance)];
          await createRole(client, login, 'login');
          await client.query(
            `alter role ${quoteName(login)} login nosuperuser nocreatedb nocreaterole password ${quoteText(credentials.password)}`,
          );
          context.crashPoint('postgresql/role-created');
          await client.query(`grant ${quoteName(owner)} to ${quoteName(login)}`);
          await client.query(`grant connect, temporary on database ${quoteName(databaseOf(instance))} to ${quoteName(login)}`);
          // What the application makes belongs to the owner, so that another binding can use it and none has to be reassigned.
          await client.query(
            `alter role ${quoteName(login)} in database ${quoteName(databaseOf(instance))} set role = ${quoteText(owner)}`,
          );
          return login;
        }),
    },
    {
      name: 'test',
      title: { zh: '用新凭据往返测试', en: 'Round trip with the new credentials' },
      async run({ credentials }) {
        if (!credentials) throw new Error('a binding step without its credentials');
        const { host, port, database, username: user, password } = credentials;
        const client = new pg.Client({ host, port: Number(port), database, user, password, connectionTimeoutMillis: 5000 });
        client.on('error', () => {});
        const started = performance.now();
        await client.connect();
        try {
          await client.query('begin; create table dizuo_round_trip (text text)');
          await client.query('insert into dizuo_round_trip values ($1)', ['底座']);
          const { rows } = await client.query('select text from dizuo_round_trip');
          await client.query('rollback');
          if (rows[0]?.text !== '底座') throw roundTripFailed({});
        } finally {
          await client.end();
        }
        return say('RoundTripDone')`written and read back in ${Math.round(performance.now() - started)} ms`;
      },
    },
  ];
}

async function createRole(client: pg.Client, role: string, login: 'login' | 'nologin'): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (!rowCount) await client.query(`create role ${quoteName(role)} ${login}`);
}
