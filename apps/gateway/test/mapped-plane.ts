import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type TestPlatform } from './platform.ts';

/** A data plane of one Gateway whose ports are open elsewhere, so that its listeners may name 80 and 443. */
export interface MappedPlane {
  /** Where a listener's port is open in truth. Throws where it is not. */
  portOf(port: number): number;
  stop(): Promise<void>;
}

/** `gateway`: `namespace/name`. */
export async function startMappedPlane(platform: TestPlatform, gateway: string): Promise<MappedPlane> {
  const ports = new Map<number, number>();
  const directory = mkdtempSync(join(tmpdir(), 'dizuo-mapped-plane-'));
  const plane = await platform.startGateway({
    credential: await platform.credentialFor(gateway),
    stateDirectory: directory,
    port: 80,
    drainMs: 200,
    idleDrainMs: 0,
    async socketFor(port) {
      const open = ports.get(port) ?? (await freePort());
      ports.set(port, open);
      return { host: '127.0.0.1', port: open };
    },
  });
  return {
    portOf(port) {
      const open = ports.get(port);
      if (open === undefined) throw new Error(`Gateway ${gateway} has no port ${port} open`);
      return open;
    },
    async stop() {
      await plane.stop(0);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
