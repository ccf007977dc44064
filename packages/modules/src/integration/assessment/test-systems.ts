import { InformationSystem } from '@dizuo/api';
import type { SystemObject } from './system-profile.ts';

/** A system for a test; everything that is not given is as plain as can be. */
export function systemOf(
  name: string,
  spec: Partial<SystemObject['spec']> = {},
  rest: { namespace?: string; status?: SystemObject['status'] } = {},
): SystemObject {
  return {
    apiVersion: InformationSystem.apiVersion,
    kind: InformationSystem.kind,
    metadata: {
      name,
      namespace: rest.namespace ?? 't-a',
      uid: name,
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: { displayName: name, departmentRef: 'a', level: 'district', lifecycle: 'running', ...spec },
    ...(rest.status ? { status: rest.status } : {}),
  } as SystemObject;
}

/** The same numbers for the same seed. Mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
