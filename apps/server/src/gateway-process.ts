import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Supervisor } from '@dizuo/supervisor';
import type { Logger } from 'pino';
import { writePrivateFile } from './data-directory.ts';

export interface GatewayProcessOptions {
  supervisor: Supervisor;
  /** Its own directory: credential, authority, the copy of its configuration. */
  directory: string;
  logFile: string;
  /** Main file of the data plane. */
  program: string;
  server: string;
  authority: string;
  host: string;
  port: number;
  /** Processes that serve, under one that holds the sockets and starts them again. SIGHUP to that one replaces them one by one. */
  workers: number;
  tls?: { certificateFile: string; keyFile: string };
  /** Makes a credential, or confirms the one it has. */
  credential(existing?: string): Promise<string>;
  log: Logger;
}

const name = 'gateway';
const lookEveryMs = 1000;

/** Keeps this machine's data plane running: adopted where it runs, started again where it ended. */
export async function runGateway(options: GatewayProcessOptions): Promise<{ stop(): Promise<void> }> {
  const { supervisor, directory, log } = options;
  const credentialFile = join(directory, 'credential');
  const before = existsSync(credentialFile) ? readFileSync(credentialFile, 'utf8').trim() : undefined;
  const credential = await options.credential(before);
  if (credential !== before) writePrivateFile(credentialFile, `${credential}\n`);
  const caFile = join(directory, 'ca.crt');
  writePrivateFile(caFile, options.authority);
  const tls = options.tls ? ['--tls-cert-file', options.tls.certificateFile, '--tls-key-file', options.tls.keyFile] : [];
  const place = ['--credential-file', credentialFile, '--ca-file', caFile, '--state-dir', join(directory, 'state')];
  const spec = {
    name,
    command: process.execPath,
    args: [
      '--max-semi-space-size=2',
      options.program,
      '--server',
      options.server,
      '--host',
      options.host,
      '--port',
      String(options.port),
      '--workers',
      String(options.workers),
      ...place,
      ...tls,
    ],
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production' },
    cwd: directory,
    logFile: options.logFile,
    stopGraceMs: 15_000,
  };
  await supervisor.ensure(spec);
  let stopped = false;
  const timer = setInterval(() => {
    if (stopped || supervisor.find(name)) return;
    log.warn('the gateway ended; it is started again');
    void supervisor.ensure(spec).catch((error) => log.error({ err: error }, 'the gateway did not start'));
  }, lookEveryMs);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await supervisor.stop(name);
    },
  };
}
