import { readFileSync, watchFile } from 'node:fs';
import { hostname } from 'node:os';
import type { JsonLog } from './access-log.ts';
import { startDataPlane } from './data-plane.ts';
import type { GatewaySettings } from './gateway-settings.ts';
import { serveMetrics } from './observe/metrics-server.ts';
import { otlpRecorder } from './observe/span-recorder.ts';
import { workerLink } from './workers/worker-link.ts';

/** A worker without a configuration serves after this: what it then answers is that there is none. */
const patienceMs = 10_000;

/** One data plane as a process: alone, or as a worker. Ends on SIGTERM, or when its primary says so. */
export async function runProcess(settings: GatewaySettings, log: JsonLog): Promise<void> {
  const { tlsCertFile, tlsKeyFile, otlpUrl, traceRate } = settings;
  const certificate = () =>
    tlsCertFile && tlsKeyFile ? { cert: readFileSync(tlsCertFile, 'utf8'), key: readFileSync(tlsKeyFile, 'utf8') } : undefined;
  const tls = certificate();
  const link = workerLink();
  const plane = await startDataPlane({
    server: settings.server,
    ...(settings.caFile ? { ca: readFileSync(settings.caFile, 'utf8') } : {}),
    credential: readFileSync(settings.credentialFile, 'utf8').trim(),
    stateDirectory: settings.stateDirectory,
    host: settings.host,
    port: settings.port,
    accessLog: settings.accessLog,
    proxies: settings.proxies,
    limits: settings.limits,
    ...(tls ? { tls } : {}),
    ...(otlpUrl ? { tracing: { rate: traceRate, recorder: otlpRecorder(otlpUrl, `${hostname()}-${process.pid}`) } } : {}),
    ...(link ? { socketFor: link.socketFor, sharesLimits: true } : {}),
    log,
  });
  const counts = () => ({ ...plane.counts(), droppedLogLines: log.dropped() });
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
  let isLeaving = false;
  const leave = (idleMs?: number) => {
    if (isLeaving) return;
    isLeaving = true;
    log({ level: 'info', message: 'draining' });
    void plane.stop(idleMs).then(async () => {
      await link?.farewell();
      process.exit(0);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => leave());
  link?.onLeave(leave);
  if (link) await Promise.race([plane.ready, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
  link?.ready({ limiter: plane.limiter, counts });
  if (!link && settings.metricsPort !== undefined) {
    const { port } = await serveMetrics(settings.metricsPort, async () => counts());
    log({ level: 'info', message: 'metrics are served', port });
  }
}
