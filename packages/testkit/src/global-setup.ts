import { startTestServer } from './postgres.ts';

/** One PostgreSQL for the whole run; test files find it by DIZUO_TEST_SOCKETS. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  process.env.DIZUO_TEST_SOCKETS = server.socketDirectory;
  return () => server.stop();
}
