import { AppError } from '@dizuo/api';
import { pino } from 'pino';
import { startServer } from './server.ts';
import { readSettings } from './settings.ts';

try {
  const settings = readSettings(process.argv.slice(2), process.env, process.getuid?.() === 0);
  const log = pino({ level: settings.logLevel }, pino.destination({ fd: 2, sync: true }));
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
