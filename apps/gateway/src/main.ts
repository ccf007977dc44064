import { readFileSync, watchFile } from 'node:fs';
import { hostname } from 'node:os';
import { jsonLog } from './access-log.ts';
import { startDataPlane } from './data-plane.ts';
import { readGatewaySettings, SettingError } from './gateway-settings.ts';
import { otlpRecorder } from './observe/span-recorder.ts';

const log = jsonLog(process.stdout);
process.once('exit', () => log.flush());

try {
  const settings = readGatewaySettings(process.argv.slice(2), process.env);
  const { tlsCertFile, tlsKeyFile, otlpUrl, traceRate } = settings;
  const certificate = () =>
    tlsCertFile && tlsKeyFile ? { cert: readFileSync(tlsCertFile, 'utf8'), key: readFileSync(tlsKeyFile, 'utf8') } : undefined;
  const tls = certificate();
  const plane = await startDataPlane({
    server: settings.server,
    ...(settings.caFile ? { ca: readFileSync(settings.caFile, 'utf8') } : {}),
    credential: readFileSync(settings.credentialFile, 'utf8').trim(),
    stateDirectory: settings.stateDirectory,
    host: settings.host,
    port: settings.port,
    accessLog: settings.accessLog,
    proxies: settings.proxies,
    ...(tls ? { tls } : {}),
    ...(otlpUrl ? { tracing: { rate: traceRate, recorder: otlpRecorder(otlpUrl, `${hostname()}-${process.pid}`) } } : {}),
    log,
  });
  log({ level: 'info', message: 'listening', host: settings.host, port: plane.port, tls: tls !== undefined });
  if (tlsCertFile) {
    watchFile(tlsCertFile, { interval: 2000, persistent: false }, () => {
      try {
        const next = certificate();
        if (next) plane.useCertificate(next);
        log({ level: 'info', message: 'certificate changed' });
      } catch (error) {
        log({ level: 'error', message: `the new certificate cannot be used, the old one stays: ${(error as Error).message}` });
      }
    });
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log({ level: 'info', message: 'draining' });
      void plane.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  const { message } = error as Error;
  log({ level: 'error', message: error instanceof SettingError ? message : `the gateway cannot start: ${message}` });
  process.exitCode = 1;
}
