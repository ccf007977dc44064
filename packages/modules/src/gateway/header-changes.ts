import type { HeaderChanges } from '@dizuo/api';

interface HeaderModifier {
  set?: { name: string; value: string }[];
  add?: { name: string; value: string }[];
  remove?: string[];
}

/** A header filter as data planes apply it: remove, then set, then add. Pure. */
export function headerChanges(filter: HeaderModifier | undefined): HeaderChanges | undefined {
  if (!filter) return undefined;
  const pair = ({ name, value }: { name: string; value: string }) => ({ name, value });
  return {
    set: (filter.set ?? []).map(pair),
    add: (filter.add ?? []).map(pair),
    remove: (filter.remove ?? []).map((name) => name.toLowerCase()),
  };
}
