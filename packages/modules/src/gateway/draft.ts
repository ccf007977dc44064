import type { Kind, KubeObject, ObjectKey } from '@dizuo/api';
import type { ReadAll } from './gateway-world.ts';

/** Writes that nobody has made. */
export interface Draft {
  /** As they would be stored. */
  written: readonly { kind: Kind; object: KubeObject }[];
  removed: readonly { kind: Kind; key: ObjectKey }[];
}

/** The objects as they would be read if the draft were written. Pure. */
export function supposing(readAll: ReadAll, { written, removed }: Draft): ReadAll {
  return (kind) => {
    const mine = written.flatMap((w) => (w.kind.id === kind.id ? [w.object] : []));
    const taken = new Set([
      ...mine.map(({ metadata }) => idOf(metadata)),
      ...removed.flatMap((r) => (r.kind.id === kind.id ? [idOf(r.key)] : [])),
    ]);
    return taken.size === 0 ? readAll(kind) : [...readAll(kind).filter(({ metadata }) => !taken.has(idOf(metadata))), ...mine];
  };
}

function idOf({ namespace, name }: { namespace?: string | undefined; name: string }): string {
  return `${namespace}/${name}`;
}
