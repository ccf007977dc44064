export interface Named {
  metadata: { namespace?: string; name: string; creationTimestamp?: string };
}

export function idOf({ metadata }: Named): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** Oldest first, then by name. Gateway API, "conflict resolution". */
export function byAge(a: Named, b: Named): number {
  return compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') || compare(idOf(a), idOf(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
