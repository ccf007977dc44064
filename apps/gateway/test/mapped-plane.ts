import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@dizuo/api';
import { dataPlaneSecretName } from '../../../packages/modules/src/gateway/data-plane-secret.ts';
import { freePort, type TestPlatform, until } from './platform.ts';

/** A data plane of one Gateway whose ports are open elsewhere, so that its listeners may name 80 and 443. */
export interface MappedPlane {
  /** Where a listener's port is open in truth. Throws where it is not. */
  portOf(port: number): number;
  stop(): Promise<void>;
}

/** `gateway`: `namespace/name`. Waits until the platform has made the credential for it. */
export async function startMappedPlane(platform: TestPlatform, gateway: string): Promise<MappedPlane> {
  const ports = new Map<number, number>();
  const directory = mkdtempSync(join(tmpdir(), 'dizuo-mapped-plane-'));
  const plane = await platform.startGateway({
    credential: await credentialOf(platform, gateway),
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

async function credentialOf({ client }: TestPlatform, gateway: string): Promise<string> {
  const [namespace = '', name = ''] = gateway.split('/');
  const key = { namespace, name: dataPlaneSecretName(name) };
  const secret = await until(`the credential of ${gateway}`, () => client.get(Secret, key), 30_000);
  return Buffer.from((secret as { data?: Record<string, string> }).data?.credential ?? '', 'base64').toString();
}
