import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataPlaneConfiguration, DataPlaneRule } from '@dizuo/api';
import { type DataPlane, type DataPlaneOptions, startDataPlane } from '../src/data-plane.ts';
import { ConfigurationServer, plainMatch } from './configuration-server.ts';

/** A data plane that serves what a test tells it, without a platform behind it. */
export interface Standing {
  plane: DataPlane;
  port: number;
  configuration: ConfigurationServer;
  log: Record<string, unknown>[];
  /** Puts a rule for each path in force, each with a backend at these ports. Resolves when it is. */
  serve(
    paths: Record<string, { ports: number[]; rule?: Partial<DataPlaneRule>; host?: string }>,
    more?: Partial<DataPlaneConfiguration>,
  ): Promise<void>;
  close(): Promise<void>;
}

export async function standing(options: Partial<DataPlaneOptions> = {}): Promise<Standing> {
  const configuration = await ConfigurationServer.start();
  configuration.configure([], []);
  const directory = mkdtempSync(join(tmpdir(), 'dizuo-gateway-'));
  const log: Record<string, unknown>[] = [];
  const plane = await startDataPlane({
    server: configuration.url,
    credential: 'test',
    stateDirectory: directory,
    host: '127.0.0.1',
    port: 0,
    log: (entry) => void log.push(entry),
    drainMs: 2000,
    ...options,
  });
  return {
    plane,
    port: plane.port,
    configuration,
    log,
    async serve(paths, more) {
      const entries = Object.entries(paths);
      const rules = entries.map(
        ([path, { rule }]): DataPlaneRule => ({ id: `test${path}`, backends: [{ backend: `Workload/test${path}`, weight: 1 }], ...rule }),
      );
      await configuration.followed;
      configuration.place(Object.fromEntries(entries.map(([path, { ports }]) => [`Workload/test${path}`, ports])));
      await configuration.configure(
        rules,
        entries.map(([path, { host }], i) => plainMatch(i, path, host)),
        more,
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
    async close() {
      await plane.stop(0);
      await configuration.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
