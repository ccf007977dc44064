import type { WorkloadObject } from './workload-driver.ts';

/** A workload's spec with every default. */
export interface WorkloadSettings {
  command: readonly string[];
  replicas: number;
  healthCheck: { path: string; intervalSeconds: number; timeoutSeconds: number; failureThreshold: number };
  cpuMillis: number;
  memoryMiB: number;
  stopGraceMs: number;
}

export const healthCheckDefaults = { path: '/healthz', intervalSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 };
export const resourceDefaults = { cpuMillis: 250, memoryMiB: 256 };

/** What the spec says, completed. Pure. */
export function settingsOf({ spec }: WorkloadObject): WorkloadSettings {
  const { cpuMillis, memoryMiB } = { ...resourceDefaults, ...spec.resources };
  return {
    command: spec.command ?? ['node', 'src/main.ts'],
    replicas: spec.replicas ?? 1,
    healthCheck: { ...healthCheckDefaults, ...spec.healthCheck },
    cpuMillis,
    memoryMiB,
    stopGraceMs: (spec.stopGraceSeconds ?? 15) * 1000,
  };
}
