import type { Chimney, Cockpit, LargeSystemBlock } from '@dizuo/api';
import { type CockpitFacts, type CockpitSystem, isDecided } from './cockpit-facts.ts';
import { type Measure, systemEvidence, words } from './measure.ts';

const ownRoles = new Set(['database', 'middleware', 'operatingSystem']);

/** Before: each bureau's systems with what they stand on. After: the large systems, and what becomes of every system. Pure. */
export function pictureOf(facts: CockpitFacts): Omit<Cockpit['picture'], 'stack'> {
  return { chimneys: chimneysOf(facts), largeSystems: largeSystemsOf(facts), ways: waysOf(facts) };
}

/** How many different things the systems stand on: the measure of a chimney. */
export function stackMeasures({ systems }: CockpitFacts): Measure[] {
  const ofRole = (name: string, role: string, zh: string, en: string): Measure => {
    const first = new Map<string, CockpitSystem>();
    for (const system of systems)
      for (const item of system.object.spec.stack ?? []) if (item.role === role && !first.has(item.name)) first.set(item.name, system);
    return {
      name,
      displayName: words(zh, en),
      unit: 'things',
      formula: words('自建系统登记的不同产品', 'Different products that the own systems record'),
      kind: words('信息系统的技术栈', 'Stack of information systems'),
      filter: words('按产品名称去重，每种列出一个系统', 'Each product once, with one system that has it'),
      counted: [...first].map(([product, system]) => ({
        ...systemEvidence(system),
        displayName: `${product} · ${system.object.spec.displayName}`,
      })),
    };
  };
  const hosts = systems.filter(({ object }) => (object.spec.hosting?.hosts?.length ?? 0) > 0);
  return [
    ofRole('databases', 'database', '种数据库', 'databases'),
    ofRole('middlewares', 'middleware', '种中间件', 'middleware products'),
    ofRole('operatingSystems', 'operatingSystem', '种操作系统', 'operating systems'),
    {
      name: 'hosts',
      displayName: words('台主机', 'hosts'),
      unit: 'things',
      formula: words('自建系统登记的主机之和', 'All hosts that the own systems record'),
      kind: words('信息系统的主机', 'Hosts of information systems'),
      filter: words('登记了主机的系统，每台一行', 'Systems with hosts, one line for each'),
      counted: hosts.flatMap((system) =>
        (system.object.spec.hosting?.hosts ?? []).map((host) => ({
          ...systemEvidence(system),
          displayName: `${host.name} · ${system.object.spec.displayName}`,
        })),
      ),
    },
  ];
}

function chimneysOf(facts: CockpitFacts): Chimney[] {
  const groups = Map.groupBy(facts.systems, ({ bureau }) => bureau);
  const chimneys = [...groups].map(([department, systems]): Chimney => {
    const products = new Set(
      systems.flatMap(({ object }) => (object.spec.stack ?? []).filter(({ role }) => ownRoles.has(role)).map(({ name }) => name)),
    );
    return {
      department,
      displayName: facts.nameOf(department),
      systems: systems.length,
      gone: systems.filter(({ counted }) => !counted).length,
      products: products.size,
      upkeeps: systems.toSorted((x, y) => Number(y.counted) - Number(x.counted) || upkeepOf(y) - upkeepOf(x)).map(upkeepOf),
    };
  });
  return chimneys.toSorted((x, y) => y.systems - x.systems || (x.department < y.department ? -1 : 1));
}

function upkeepOf({ assessed }: CockpitSystem): number {
  return assessed.cost?.upkeep ?? 0;
}

function largeSystemsOf(facts: CockpitFacts): LargeSystemBlock[] {
  const merged = countEach(
    facts.systems.flatMap(({ object: { metadata, spec } }) => {
      const name = spec.moduleOf?.largeSystemRef ?? spec.replacedBy;
      return name ? `${metadata.namespace}/${name}` : [];
    }),
  );
  const planned = countEach(
    facts.systems.flatMap(({ object: { metadata }, counted, disposition }) =>
      counted && isDecided(disposition) && disposition?.spec.merge ? `${metadata.namespace}/${disposition.spec.merge.largeSystemRef}` : [],
    ),
  );
  const blocks = facts.largeSystems.map(({ metadata, spec }): LargeSystemBlock => {
    const key = `${metadata.namespace}/${metadata.name}`;
    return {
      key,
      displayName: spec.displayName,
      department: facts.nameOf(facts.bureauOf(spec.departmentRef)),
      modules: spec.modules?.length ?? 0,
      merged: merged.get(key) ?? 0,
      planned: planned.get(key) ?? 0,
    };
  });
  return blocks.toSorted((x, y) => y.merged + y.planned - x.merged - x.planned || (x.key < y.key ? -1 : 1));
}

function waysOf({ systems }: CockpitFacts): Cockpit['picture']['ways'] {
  const ways = { merge: 0, connect: 0, keep: 0, retire: 0, open: 0 };
  for (const system of systems) ways[wayOf(system)] += 1;
  return ways;
}

function wayOf({ merged, object, disposition }: CockpitSystem): keyof Cockpit['picture']['ways'] {
  if (merged) return 'merge';
  if (object.spec.lifecycle === 'retired') return 'retire';
  return disposition && isDecided(disposition) ? disposition.spec.way : 'open';
}

function countEach(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
