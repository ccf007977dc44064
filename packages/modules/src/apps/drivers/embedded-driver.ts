import { chmodSync, chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { say, type Text } from '@dizuo/api';
import type { Supervisor } from '@dizuo/supervisor';
import type pg from 'pg';
import { programMissing } from '../apps.errors.ts';
import type { InstanceKey, InstanceUsage, Launch, Program, WorkloadDriver, WorkloadObject } from '../workload-driver.ts';
import type { ArtifactStore, User } from './artifact-store.ts';
import type { InstanceLogs } from './instance-logs.ts';
import { nodeRuntime } from './node-runtime.ts';
import { packSample } from './pack-sample.ts';
import { type PortRange, PortRegister } from './port-register.ts';
import { TenantUsers } from './tenant-users.ts';

export interface EmbeddedDriverOptions {
  supervisor: Supervisor;
  /** Programs, homes and the runtime. Other users must be able to pass it. */
  directory: string;
  artifacts: ArtifactStore;
  logs: InstanceLogs;
  /** Source directories of the samples, by name. */
  samples: Readonly<Record<string, string>>;
  systemPool: pg.Pool;
  /** This process is root: every tenant gets a user of its own. */
  root: boolean;
  ports: PortRange;
}

const host = '127.0.0.1';
/** The platform itself comes first. */
const niceness = 5;
/** Of the memory limit; the rest is for what is outside of JavaScript's heap. */
const heapShare = 0.7;

/** Replicas as supervised processes of this machine. */
export class EmbeddedDriver implements WorkloadDriver {
  readonly isolation: WorkloadDriver['isolation'];
  readonly #options: EmbeddedDriverOptions;
  readonly #ports: PortRegister;
  readonly #users: TenantUsers;
  readonly #watchesMemory = new Set<string>();
  readonly #endings = new Map<string, Text>();
  readonly #samples = new Map<string, Program>();

  constructor(options: EmbeddedDriverOptions) {
    this.#options = options;
    this.#ports = new PortRegister(options.systemPool, options.ports, host);
    this.#users = new TenantUsers(options.systemPool);
    this.isolation = options.root
      ? { isolated: true, reason: 'OwnUser', message: say('OwnUser')`replicas run under a system user of the tenant's own` }
      : {
          isolated: false,
          reason: 'NotRoot',
          message: say(
            'NotRoot',
          )`the platform does not run as root, so all tenants' replicas share its user; run it as root, or for one tenant only`,
        };
  }

  async program({ metadata, spec }: WorkloadObject): Promise<Program> {
    const { sample, digest } = spec.artifact;
    if (sample) return this.#sample(sample);
    const namespace = metadata.namespace ?? '';
    const user = await this.#user(namespace);
    const parent = join(this.#tenantDirectory(namespace, user), 'artifacts');
    makePassable(parent);
    const directory = await this.#options.artifacts.unpack(namespace, digest ?? '', parent, user);
    return { id: digest ?? '', directory };
  }

  async address(key: InstanceKey): Promise<{ host: string; port: number }> {
    return { host, port: await this.#ports.reserve(key) };
  }

  async start(launch: Launch): Promise<{ startedAt: Date }> {
    const { supervisor, directory, logs } = this.#options;
    const user = await this.#user(launch.namespace);
    const home = this.#home(launch, user);
    makePassable(join(directory, 'runtime'));
    const bin = nodeRuntime(join(directory, 'runtime'), user);
    const path = `${bin}:/usr/local/bin:/usr/bin:/bin`;
    const [program = '', ...args] = launch.command;
    const child = await supervisor.ensure({
      name: childName(launch),
      command: findProgram(program, launch.program.directory, path),
      args,
      env: {
        NODE_ENV: 'production',
        NODE_OPTIONS: `--max-old-space-size=${Math.floor(launch.memoryMiB * heapShare)}`,
        LANG: 'C.UTF-8',
        TZ: 'Asia/Shanghai',
        ...launch.env,
        PATH: path,
        HOME: home,
        TMPDIR: join(home, 'tmp'),
        HOST: host,
        PORT: String(launch.port),
      },
      cwd: launch.program.directory,
      logFile: logs.path(launch),
      stopGraceMs: launch.stopGraceMs,
      memoryMiB: launch.memoryMiB,
      niceness,
      ...user,
    });
    const id = childName(launch);
    this.#endings.delete(id);
    if (child.memoryEnforced) this.#watchesMemory.delete(id);
    else this.#watchesMemory.add(id);
    child.exited.then(({ code, signal }) => {
      this.#endings.set(
        id,
        signal
          ? say('EndedBySignal')`it was ended by ${signal}`
          : code === undefined
            ? say('Ended')`it ended`
            : say('EndedWithCode')`it ended with exit code ${code}`,
      );
    });
    return { startedAt: child.startedAt };
  }

  running(key: InstanceKey): { startedAt: Date } | undefined {
    const child = this.#options.supervisor.find(childName(key));
    return child && { startedAt: child.startedAt };
  }

  ending(key: InstanceKey): Text {
    return this.#endings.get(childName(key)) ?? say('EndedWhileAway')`it ended while the platform was away`;
  }

  async stop(key: InstanceKey, graceMs: number): Promise<void> {
    await this.#options.supervisor.stop(childName(key), graceMs);
  }

  async forget(key: InstanceKey): Promise<void> {
    await this.#options.supervisor.stop(childName(key), 0);
    this.#endings.delete(childName(key));
    this.#watchesMemory.delete(childName(key));
    await this.#ports.release(key);
  }

  async forgetWorkload(namespace: string, workload: string): Promise<void> {
    const prefix = `app.${namespace}.${workload}.`;
    for (const name of this.#options.supervisor.list().filter((name) => name.startsWith(prefix)))
      await this.#options.supervisor.stop(name, 0);
    await this.#ports.releaseAll(namespace, workload);
    rmSync(join(this.#options.directory, 'tenants', namespace, 'home', workload), { recursive: true, force: true });
    this.#options.logs.removeAll(namespace, workload);
  }

  usage(): InstanceUsage[] {
    return [...this.#options.supervisor.usages('app.')].map(([name, { cpuMs, memoryBytes }]) => {
      const [, namespace = '', workload = '', instance = ''] = name.split('.');
      return { namespace, workload, instance, cpuMs, memoryBytes };
    });
  }

  watchesMemory(key: InstanceKey): boolean {
    // After a restart of the platform it is not known who holds the limit of an adopted process: watching twice does no harm.
    return this.#watchesMemory.has(childName(key)) || this.running(key) !== undefined;
  }

  /** Removes unpacked programs of a tenant that no workload names any more. */
  removeUnpacked(namespace: string, digest: string): void {
    rmSync(join(this.#options.directory, 'tenants', namespace, 'artifacts', digest.slice('sha256:'.length)), {
      recursive: true,
      force: true,
    });
  }

  #sample(name: string): Program {
    const known = this.#samples.get(name);
    if (known && existsSync(known.directory)) return known;
    const source = this.#options.samples[name];
    if (!source || !existsSync(source))
      throw programMissing({
        what: `sample ${name}`,
        why: say('SampleNotInstalled')`this platform was installed without it; deploy an upload`,
      });
    const samples = join(this.#options.directory, 'samples');
    makePassable(samples);
    const program = packSample(name, source, samples);
    this.#samples.set(name, program);
    return program;
  }

  async #user(namespace: string): Promise<User | undefined> {
    if (!this.#options.root) return undefined;
    const uid = await this.#users.uid(namespace);
    return { uid, gid: uid };
  }

  /** Only the tenant's own user can enter it. */
  #tenantDirectory(namespace: string, user: User | undefined): string {
    const tenants = join(this.#options.directory, 'tenants');
    makePassable(tenants);
    const directory = join(tenants, namespace);
    mkdirSync(directory, { recursive: true });
    chmodSync(directory, 0o750);
    if (user) chownSync(directory, 0, user.gid);
    return directory;
  }

  #home({ namespace, workload }: InstanceKey, user: User | undefined): string {
    const tenant = this.#tenantDirectory(namespace, user);
    makePassable(join(tenant, 'home'));
    const home = join(tenant, 'home', workload);
    for (const directory of [home, join(home, 'tmp')]) {
      if (existsSync(directory)) continue;
      mkdirSync(directory, { mode: 0o700 });
      if (user) chownSync(directory, user.uid, user.gid);
    }
    return home;
  }
}

/** Whatever this process's umask is, other users may pass. */
function makePassable(directory: string): void {
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o711);
}

/** Unambiguous: none of the parts holds a dot. */
function childName({ namespace, workload, instance }: InstanceKey): string {
  return `app.${namespace}.${workload}.${instance}`;
}

function findProgram(program: string, directory: string, path: string): string {
  if (program.startsWith('/')) return program;
  if (program.startsWith('./')) return join(directory, program);
  const found = path
    .split(':')
    .map((place) => join(place, program))
    .find((candidate) => existsSync(candidate));
  if (!found)
    throw programMissing({
      what: `command ${program}`,
      why: say('CommandNotFound')`there is no such program on this machine; use node, or a file of the artifact as ./name`,
    });
  return found;
}
