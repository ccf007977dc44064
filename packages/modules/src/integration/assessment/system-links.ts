import type { OutsideSystem, SystemLink } from '@dizuo/api';
import { type SystemObject, systemKey } from './system-profile.ts';

export interface SystemLinks {
  links: SystemLink[];
  outside: OutsideSystem[];
}

/**
 * Who calls whom, by the interfaces of the given systems. A link to an inventory system that is not among them is left out, so that what
 * a caller may not see is not named; systems in words become `outside`. In a stable order. Pure.
 */
export function linksOf(systems: readonly SystemObject[]): SystemLinks {
  const known = new Set(systems.map(systemKey));
  const links = new Map<string, SystemLink>();
  const outside = new Map<string, OutsideSystem>();
  for (const system of systems.toSorted((x, y) => (systemKey(x) < systemKey(y) ? -1 : 1))) {
    const self = systemKey(system);
    for (const { name, direction, tenant, systemRef, counterpart, protocol, data } of system.spec.interfaces ?? []) {
      const other = systemRef ? `${tenant ?? system.metadata.namespace}/${systemRef}` : counterpart && `outside/${counterpart}`;
      if (!other || other === self) continue;
      if (!systemRef && counterpart) outside.set(other, { key: other, displayName: counterpart });
      else if (!known.has(other)) continue;
      const [from, to] = direction === 'calls' ? [self, other] : [other, self];
      const id = `${from} ${to}`;
      const link = links.get(id) ?? { from, to, names: [], protocols: [], data: [] };
      addOnce(link.names, name);
      if (protocol) addOnce(link.protocols, protocol);
      for (const code of data ?? []) addOnce(link.data, code);
      links.set(id, link);
    }
  }
  return { links: [...links.values()], outside: [...outside.values()] };
}

function addOnce(list: string[], value: string): void {
  if (!list.includes(value)) list.push(value);
}
