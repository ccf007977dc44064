import { jsonLog } from './access-log.ts';
import { readGatewaySettings, SettingError } from './gateway-settings.ts';
import { runPrimary } from './workers/primary.ts';

const log = jsonLog(process.stdout);
process.once('exit', () => log.flush());

try {
  const args = process.argv.slice(2);
  const settings = readGatewaySettings(args, process.env);
  if (settings.workers > 0 && process.env.DIZUO_GATEWAY_WORKER !== '1') {
    const counts = settings.metricsPort === undefined ? undefined : new (await import('./workers/worker-counts.ts')).WorkerCounts();
    const primary = await runPrimary({
      program: process.argv[1] ?? '',
      args,
      workers: settings.workers,
      host: settings.host,
      log,
      ...(counts ? { counts } : {}),
    });
    if (counts && settings.metricsPort !== undefined) {
      const { serveMetrics } = await import('./observe/metrics-server.ts');
      const { port } = await serveMetrics(settings.metricsPort, () => counts.ask());
      log({ level: 'info', message: 'metrics are served', port });
    }
    process.on('SIGHUP', () => {
      primary.replace().catch((error) => log({ level: 'error', message: `a worker was not replaced: ${error.message}` }));
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void primary.stop().then(() => process.exit(0)));
  } else {
    // Not loaded in the primary, which holds sockets and little else.
    const { runProcess } = await import('./run-process.ts');
    await runProcess(settings, log);
  }
} catch (error) {
  const { message } = error as Error;
  log({ level: 'error', message: error instanceof SettingError ? message : `the gateway cannot start: ${message}` });
  process.exitCode = 1;
}
