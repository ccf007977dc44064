import type { HeaderChanges } from '../gateway/data-plane-policies.ts';

/** One change that does what all do one after the other. Pure. */
export function inTurn(changes: readonly (HeaderChanges | undefined)[]): HeaderChanges | undefined {
  const present = changes.flatMap((c) => c ?? []);
  if (present.length <= 1) return present[0];
  const result: HeaderChanges = { set: [], add: [], remove: [] };
  for (const { set, add, remove } of present) {
    const gone = new Set([...remove, ...set.map((h) => h.name.toLowerCase())]);
    result.set = [...result.set.filter((h) => !gone.has(h.name.toLowerCase())), ...set];
    result.add = [...result.add.filter((h) => !gone.has(h.name.toLowerCase())), ...add];
    result.remove = [...new Set([...result.remove, ...remove])];
  }
  const set = new Set(result.set.map((h) => h.name.toLowerCase()));
  return { ...result, remove: result.remove.filter((name) => !set.has(name)) };
}
