import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Kubectl, kubectlBinaries, kubectlWith, Visitor } from '@dizuo/testkit';

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const readyWithinMs = 120_000;

/** The whole platform as a process of its own, on a data directory and ports of its own. */
export class Platform {
  readonly directory: string;
  readonly port: number;
  readonly gatewayPort: number;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(directory: string, port: number, gatewayPort: number) {
    this.directory = directory;
    this.port = port;
    this.gatewayPort = gatewayPort;
  }

  /** On an empty directory; not started. */
  static async create(): Promise<Platform> {
    // Other users (PostgreSQL's, the tenants') have to pass the directory.
    const directory = mkdtempSync(join(tmpdir(), 'dz-'));
    chmodSync(directory, 0o755);
    const [port, gatewayPort] = await freePorts();
    return new Platform(directory, port, gatewayPort);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get gatewayUrl(): string {
    return `http://127.0.0.1:${this.gatewayPort}`;
  }

  get output(): string {
    return this.#output;
  }

  /** Starts the server and waits until it says that it is ready. Throws with its output where it ends instead. */
  async start(options: { args?: string[]; env?: Record<string, string> } = {}): Promise<void> {
    await this.launch(options);
    const deadline = Date.now() + readyWithinMs;
    while (!this.#output.includes('Dizuo is ready')) {
      if (this.#process?.exitCode !== null || this.#process.signalCode !== null) throw new Error(`the server ended:\n${this.#output}`);
      if (Date.now() > deadline) throw new Error(`the server was not ready in time:\n${this.#output}`);
      await pause(50);
    }
  }

  /** Starts the server without waiting. */
  async launch({ args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {}): Promise<ChildProcess> {
    this.#output = '';
    const child = spawn(process.execPath, [program, '--data', this.directory, '--port', String(this.port), ...args], {
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', DIZUO_GATEWAY_PORT: String(this.gatewayPort), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer) => {
      this.#output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.#process = child;
    return child;
  }

  /** Resolves when the server has ended, however. */
  async ended(withinMs = 60_000): Promise<void> {
    const child = this.#process;
    const deadline = Date.now() + withinMs;
    while (child && child.exitCode === null && child.signalCode === null) {
      if (Date.now() > deadline) throw new Error(`the server did not end:\n${this.#output}`);
      await pause(20);
    }
  }

  /** `kill -9`: what it runs stays. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.ended();
  }

  /** Ctrl-C: everything that it runs ends. */
  async stop(): Promise<void> {
    this.#process?.kill('SIGINT');
    await this.ended();
  }

  /** Stops and takes the directory away. A server that was killed is started once more, so that it ends what it ran. */
  async remove(): Promise<void> {
    if (this.#process?.signalCode && existsSync(join(this.directory, 'run'))) {
      await this.start().catch(() => {});
    }
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  password(user: string): string {
    const lines = readFileSync(join(this.directory, 'first-passwords.txt'), 'utf8').split('\n');
    const line = lines.find((text) => text.split(/\s+/)[0] === user);
    if (!line) throw new Error(`no first password for ${user}`);
    return line.split(/\s+/)[1] ?? '';
  }

  /** A person in front of the console. */
  async signIn(user: string): Promise<Visitor> {
    const visitor = new Visitor(this.url);
    await visitor.signIn(user, this.password(user));
    return visitor;
  }

  /** A person's kubectl, by the kubeconfig that the console gives. */
  async kubectl(user: string): Promise<Kubectl> {
    const visitor = await this.signIn(user);
    const { kubeconfig } = (await (await visitor.request('/auth/kubeconfig', { method: 'POST', body: {} })).json()) as {
      kubeconfig: string;
    };
    const place = join(this.directory, 'test');
    mkdirSync(place, { recursive: true });
    const file = join(place, `kubeconfig-${user}`);
    writeFileSync(file, kubeconfig, { mode: 0o600 });
    const binary = kubectlBinaries().at(-1);
    if (!binary) throw new Error('no kubectl is here; run npm test once, or set DIZUO_KUBECTL');
    return kubectlWith(binary.path, file);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Two ports that nobody listens on now. */
async function freePorts(): Promise<[number, number]> {
  const open = () =>
    new Promise<{ port: number; close(): void }>((resolve) => {
      const server = createServer();
      server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as { port: number }).port, close: () => server.close() }));
    });
  const [first, second] = [await open(), await open()];
  first.close();
  second.close();
  return [first.port, second.port];
}
