import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigurationServer } from './configuration-server.ts';
import { until } from './platform.ts';

const program = new URL('../src/main.ts', import.meta.url).pathname;

/** A gateway as it is started in earnest: a primary with workers, that follows a configuration server. */
export class GatewayProcess {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #directory: string;
  #output = '';

  private constructor(child: ChildProcess, port: number, directory: string) {
    this.#child = child;
    this.port = port;
    this.#directory = directory;
    child.stdout?.on('data', (data) => {
      this.#output += data;
    });
  }

  /** Resolves when all workers listen. */
  static async start(of: {
    configuration: ConfigurationServer;
    port: number;
    workers: number;
    args?: readonly string[];
  }): Promise<GatewayProcess> {
    const directory = mkdtempSync(join(tmpdir(), 'dizuo-gateway-'));
    const credential = join(directory, 'credential');
    writeFileSync(credential, 'test\n');
    const settings = {
      server: of.configuration.url,
      'credential-file': credential,
      'state-dir': directory,
      port: of.port,
      workers: of.workers,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = spawn(process.execPath, [program, ...args, '--access-log', 'off', ...(of.args ?? [])], {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const own = new GatewayProcess(child, of.port, directory);
    await until('the workers listen', () => own.output.split('"listening"').length > of.workers, 60_000);
    return own;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get output(): string {
    return this.#output;
  }

  /** Process ids of the workers, those that are leaving too. */
  get workers(): number[] {
    return readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  }

  /** Has every worker replaced; resolves when all that were there have ended. */
  async replaceWorkers(): Promise<number> {
    const before = this.workers;
    this.#child.kill('SIGHUP');
    await until(
      'the workers are replaced',
      () => this.workers.length >= before.length && !before.some((pid) => this.workers.includes(pid)),
      60_000,
    );
    return before.length;
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
