import type { DoubleEntry } from '@dizuo/api';
import { type SystemObject, systemKey } from './system-profile.ts';
import { plain } from './vocabulary.ts';

type Source = DoubleEntry['by'];

/**
 * The same records asked of citizens, or keyed in by staff, in more than one system: by the code of the records and where they come from.
 * Most spared entries first. Pure.
 */
export function doubleEntriesOf(systems: readonly SystemObject[]): DoubleEntry[] {
  const holders = new Map<string, { by: Source; code: string; systems: SystemObject[] }>();
  for (const system of systems) {
    for (const { code, from } of system.spec.data ?? []) {
      for (const by of ['citizens', 'staff'] as const) {
        if (!from?.includes(by)) continue;
        const id = `${by} ${code}`;
        const group = holders.get(id) ?? { by, code, systems: [] };
        group.systems.push(system);
        holders.set(id, group);
      }
    }
  }
  return [...holders.values()]
    .filter((group) => group.systems.length > 1)
    .map(doubleEntryOf)
    .toSorted((x, y) => (y.sparedYearly ?? 0) - (x.sparedYearly ?? 0) || y.systems.length - x.systems.length || (x.code < y.code ? -1 : 1));
}

function doubleEntryOf({ by, code, systems }: { by: Source; code: string; systems: SystemObject[] }): DoubleEntry {
  const ordered = systems.toSorted((x, y) => (systemKey(x) < systemKey(y) ? -1 : 1));
  const items = new Map<string, { name: string; systems: number }>();
  const tenants = new Map<string, number>();
  for (const { metadata, spec } of ordered) {
    tenants.set(metadata.namespace ?? '', (tenants.get(metadata.namespace ?? '') ?? 0) + 1);
    for (const item of new Set(holdingOf(spec, code)?.items ?? [])) {
      const held = items.get(plain(item)) ?? { name: item, systems: 0 };
      held.systems += 1;
      items.set(plain(item), held);
    }
  }
  const cases = ordered.flatMap(({ spec }) => (spec.use?.yearlyCases === undefined ? [] : [spec.use.yearlyCases]));
  return {
    by,
    code,
    displayName: ordered.map(({ spec }) => holdingOf(spec, code)?.displayName).find((name) => name !== undefined) ?? code,
    systems: ordered.map(systemKey),
    items: [...items.values()].filter((item) => item.systems > 1).toSorted((x, y) => y.systems - x.systems || (x.name < y.name ? -1 : 1)),
    sameTenant: [...tenants.values()].some((count) => count > 1),
    acrossLevels: ordered.some(({ spec }) => isOurs(spec.level)) && ordered.some(({ spec }) => !isOurs(spec.level)),
    ...(cases.length > 0 ? { sparedYearly: cases.reduce((sum, count) => sum + count, 0) - Math.max(...cases) } : {}),
  };
}

function holdingOf(spec: SystemObject['spec'], code: string) {
  return spec.data?.find((holding) => holding.code === code);
}

/** Whether the district decides on systems of this level. */
export function isOurs(level: string): boolean {
  return level === 'district' || level === 'unit';
}
