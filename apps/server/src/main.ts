import { AppError } from '@dizuo/api';
import { pino, type SerializedError, stdSerializers } from 'pino';
import { startServer } from './server.ts';
import { readSettings } from './settings.ts';

try {
  const settings = readSettings(process.argv.slice(2), process.env, process.getuid?.() === 0);
  const log = pino({ level: settings.logLevel, serializers: { err: loggedError } }, pino.destination({ fd: 2, sync: true }));
  const stopAsked = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopAsked.resolve());
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was left alone'));
  const server = await startServer(settings, log);
  process.stdout.write(`Dizuo is ready at ${server.url} (first passwords: ${server.passwordFile})\n`);
  await stopAsked.promise;
  process.stdout.write('Dizuo is stopping …\n');
  await server.stop();
  process.exit(0);
} catch (error) {
  console.error(error instanceof AppError ? `Dizuo cannot start: ${error.message}` : error);
  process.exit(1);
}

/** An error of a database connection carries its client, with the key that cancels its statements: that is for no log. */
function loggedError(error: Error): Partial<SerializedError> {
  const { client: _client, ...told } = stdSerializers.err(error) as SerializedError & { client?: unknown };
  return told;
}
