import { formatKey, type KubeObject } from '@dizuo/api';
import type { AdmissionContext } from '../module/module.ts';
import { cloneJson } from '../patch/json-value.ts';

type Lookup = AdmissionContext['lookup'];

/** Reads each object once: what admission sees of it stays the same while it decides. Every answer is the asker's own to change. */
export function rememberedLookup(lookup: Lookup): Lookup {
  const seen = new Map<string, Promise<KubeObject | undefined>>();
  return (async (kind, key) => {
    const id = `${kind.id} ${formatKey(key)}`;
    let found = seen.get(id);
    if (!found) {
      found = lookup(kind, key) as Promise<KubeObject | undefined>;
      seen.set(id, found);
    }
    return cloneJson(await found);
  }) as Lookup;
}
