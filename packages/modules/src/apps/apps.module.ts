import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, Artifact, Workload } from '@dizuo/api';
import { type Admission, type Module, serve } from '@dizuo/kernel';
import type { Supervisor } from '@dizuo/supervisor';
import type pg from 'pg';
import { artifactAdmission } from './artifact.admission.ts';
import { artifactController } from './artifact.controller.ts';
import { artifactRoutes } from './artifact.routes.ts';
import { ArtifactStore } from './drivers/artifact-store.ts';
import { EmbeddedDriver } from './drivers/embedded-driver.ts';
import { HealthMonitor } from './drivers/health-monitor.ts';
import { InstanceLogs } from './drivers/instance-logs.ts';
import type { PortRange } from './drivers/port-register.ts';
import { UsageRecorder } from './usage-recorder.ts';
import { workloadAdmission } from './workload.admission.ts';
import { workloadController } from './workload.controller.ts';
import { workloadRoutes } from './workload.routes.ts';

export interface AppsModuleOptions {
  supervisor: Supervisor;
  /** Programs, homes, runtime; other users must be able to pass it and everything above it. */
  directory: string;
  /** Uploaded programs; private. */
  blobs: string;
  /** Output of replicas. */
  logs: string;
  /** Source directories of the samples, by the name that `spec.artifact.sample` uses. */
  samples: Readonly<Record<string, string>>;
  /** As `dizuo_system`. */
  systemPool: pg.Pool;
  /** This process is root: every tenant's replicas run under a user of their own. */
  root: boolean;
  /** Told to every program; a workload's own variables win. Without secrets: anybody's program sees it. A change restarts replicas one by one. */
  environment?: Readonly<Record<string, string>>;
  /** Ports for replicas. 30000 to 32767 by default, as Kubernetes has its node ports. */
  ports?: PortRange;
  /** What else is asked of applications. */
  applicationAdmission?: Admission<typeof Application>;
  /** From leaving the addresses to SIGTERM. 2,000 by default. */
  drainMs?: number;
}

/** What the store has to know before the module can be made. */
export const appsKinds = [Application, Artifact, Workload] as const;
export const appsMigrations = { name: 'apps', directory: new URL('./migrations/', import.meta.url) };

/** Applications and what runs of them. */
export function appsModule(options: AppsModuleOptions): Module {
  const { directory, supervisor, samples, systemPool, root } = options;
  const artifacts = new ArtifactStore(options.blobs);
  const logs = new InstanceLogs(options.logs);
  const ports = options.ports ?? { from: 30_000, to: 32_767 };
  const driver = new EmbeddedDriver({ supervisor, directory, artifacts, logs, samples, systemPool, root, ports });
  const usage = new UsageRecorder(driver);
  let key: Buffer | undefined;
  const world = {
    driver,
    health: new HealthMonitor(),
    usage,
    logs,
    environment: options.environment ?? {},
    revisionKey: () => {
      key ??= readRevisionKey(directory);
      return key;
    },
    drainMs: options.drainMs ?? 2000,
    crashes: new Map<string, number>(),
    seen: new Set<string>(),
    ending: new Map<string, Promise<void>>(),
  };
  return {
    name: 'apps',
    kinds: [serve(Application, options.applicationAdmission), serve(Artifact, artifactAdmission), serve(Workload, workloadAdmission)],
    routes: [...artifactRoutes(artifacts), ...workloadRoutes(logs, usage)],
    controllers: [
      workloadController(world),
      artifactController(artifacts, (namespace, digest) => driver.removeUnpacked(namespace, digest)),
    ],
    migrations: appsMigrations.directory,
    async start() {
      usage.start();
    },
    async stop() {
      usage.stop();
    },
  };
}

/** Kept beside the programs: where it is lost, every replica is restarted once. */
function readRevisionKey(directory: string): Buffer {
  const path = join(directory, 'revision-key');
  if (!existsSync(path)) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(`${path}.new`, randomBytes(32), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return readFileSync(path);
}
