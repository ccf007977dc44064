import pg from 'pg';
import { buildApp } from './app.ts';
import { csrfTokens } from './csrf.ts';
import { identityReader } from './identity.ts';
import { LiveUpdates } from './live-updates.ts';
import { migrate } from './migrate.ts';
import { PermitStore } from './permit-store.ts';
import { readSettings } from './settings.ts';

/** A tenant's database grants few connections, and two replicas share them. */
const connections = 5;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const settings = readSettings(process.env);
const pool = new pg.Pool({
  connectionString: settings.databaseUrl,
  max: connections,
  connectionTimeoutMillis: 5000,
  application_name: 'shop-sign-permit',
});
pool.on('error', (error) => say(`${new Date().toISOString()} a database connection was lost: ${error.message}`));

const ran = await migrate(pool);
if (ran.length > 0) say(`${new Date().toISOString()} migrated: ${ran.join(', ')}`);
const live = new LiveUpdates(settings.databaseUrl);
await live.listen();
const app = await buildApp({
  store: new PermitStore(pool),
  csrf: await csrfTokens(pool),
  live,
  readIdentity: identityReader(settings),
  basePath: settings.basePath,
  accessLog: say,
});

let stopping = false;
/** Open requests are finished, then connections are closed. */
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  say(`${new Date().toISOString()} ${signal}: finishing open requests`);
  await app.close();
  await live.close();
  await pool.end();
  say(`${new Date().toISOString()} ended`);
}
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));

const address = await app.listen({ host: settings.host, port: settings.port });
say(`${new Date().toISOString()} listening at ${address}${settings.basePath}`);
