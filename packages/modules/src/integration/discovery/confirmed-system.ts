import { chinaDay, type DiscoveryFinding, type InformationSystem, type ObjectOf } from '@dizuo/api';

type FindingSpec = ObjectOf<typeof DiscoveryFinding>['spec'];
type SystemSpec = ObjectOf<typeof InformationSystem>['spec'];
type Holding = NonNullable<SystemSpec['data']>[number];

const mostAddresses = 50;

/** What a system says of itself once a finding about it was confirmed: what was seen is added, what its owner wrote stays. Pure. */
export function confirmedSpec(finding: FindingSpec, system: SystemSpec): SystemSpec {
  const { addresses = [], data = [], interfaces = [] } = finding;
  const next = { ...system };
  if (addresses.length > 0) next.addresses = [...new Set([...(system.addresses ?? []), ...addresses])].slice(0, mostAddresses);
  if (data.length > 0) next.data = data.reduce(withHolding, system.data ?? []);
  if (interfaces.length > 0) {
    const taken = new Set(system.interfaces?.map(({ name }) => name));
    next.interfaces = [...(system.interfaces ?? []), ...interfaces.filter(({ name }) => !taken.has(name))];
  }
  if (finding.source === 'gateway') {
    const day = chinaDay(new Date(finding.seenAt));
    const later = day > (system.lastActiveOn ?? '') && day >= (system.commissionedOn ?? '');
    if (later) next.lastActiveOn = day;
  }
  return next;
}

/** What a system that was not in the inventory begins with. Pure. */
export function discoveredSpec(finding: FindingSpec, departmentRef: string): SystemSpec {
  return confirmedSpec(finding, {
    displayName: finding.displayName.slice(0, 100).trim(),
    departmentRef,
    level: 'district',
    lifecycle: 'running',
  });
}

function withHolding(holdings: readonly Holding[], seen: Holding): Holding[] {
  const known = holdings.find(({ code }) => code === seen.code);
  if (!known) return [...holdings, seen];
  const items = [...new Set([...(known.items ?? []), ...(seen.items ?? [])])];
  const merged: Holding = {
    ...known,
    ...(seen.records === undefined ? {} : { records: seen.records }),
    ...(items.length > 0 ? { items } : {}),
    ...(known.personal || seen.personal ? { personal: true } : {}),
  };
  return holdings.map((holding) => (holding === known ? merged : holding));
}
