import { createHmac } from 'node:crypto';
import { Secret } from '@dizuo/api';
import type { ObjectClient } from '@dizuo/kernel';
import { secretMissing } from './apps.errors.ts';
import type { WorkloadSettings } from './workload.settings.ts';
import type { Program, WorkloadObject } from './workload-driver.ts';

/** The application's own environment with its secrets. Throws `secretMissing`. */
export async function resolveEnvironment({ metadata, spec }: WorkloadObject, client: ObjectClient): Promise<Record<string, string>> {
  const secrets = new Map<string, Record<string, string>>();
  const environment: Record<string, string> = {};
  for (const { name, value, secretKeyRef } of spec.env ?? []) {
    if (!secretKeyRef) {
      environment[name] = value ?? '';
      continue;
    }
    let data = secrets.get(secretKeyRef.name);
    if (!data) {
      data = (await client.get(Secret, { namespace: metadata.namespace, name: secretKeyRef.name }))?.data ?? {};
      secrets.set(secretKeyRef.name, data);
    }
    const encoded = data[secretKeyRef.key];
    if (encoded === undefined) throw secretMissing({ secret: secretKeyRef.name, key: secretKeyRef.key, variable: name });
    environment[name] = Buffer.from(encoded, 'base64').toString('utf8');
  }
  return environment;
}

/** Names of the Secrets that a workload takes values from. */
export function secretNames({ spec }: WorkloadObject): string[] {
  return [...new Set((spec.env ?? []).flatMap(({ secretKeyRef }) => (secretKeyRef ? [secretKeyRef.name] : [])))];
}

/** Names what replicas run: equal revisions are the same process. Keyed, because it is public and the environment holds passwords. Pure. */
export function revisionOf(
  key: Buffer,
  workload: WorkloadObject,
  settings: WorkloadSettings,
  program: Program,
  environment: Readonly<Record<string, string>>,
): string {
  const env = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [program.id, settings.command, env, settings.memoryMiB, workload.spec.restartedAt];
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex').slice(0, 10);
}
