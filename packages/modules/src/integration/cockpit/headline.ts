import { type CockpitFacts, isDecided } from './cockpit-facts.ts';
import { type Measure, objectEvidence, systemCount, systemEvidence, words } from './measure.ts';

const ours = words(
  '本区自建系统（区级、下属单位），不含规划中的',
  "The district's own systems (district, unit), without those only planned",
);

/** How many there were, how many there are, and what became of them. Pure. */
export function headlineMeasures(facts: CockpitFacts): Measure[] {
  const { systems } = facts;
  return [
    systemCount(
      {
        name: 'before',
        displayName: words('整合前系统', 'Systems before'),
        formula: words('登记过的全部自建系统', 'All own systems ever recorded'),
        filter: ours,
      },
      systems,
    ),
    countedNow(facts),
    systemCount(
      {
        name: 'merged',
        displayName: words('已融合', 'Merged'),
        formula: words('已成为大系统模块或已被替代的系统', 'Systems that became a module or were replaced'),
        filter: words('登记了所属模块或替代它的系统', 'With a module, or with what replaced it'),
      },
      systems.filter(({ merged }) => merged),
    ),
    systemCount(
      {
        name: 'connected',
        displayName: words('已联通', 'Connected'),
        formula: words('网关已承载其流量，或联通方案已完成', 'The gateway carried its traffic, or its connection is done'),
        filter: words('网关有访问记录，或联通方案已完成', 'Seen by the gateway, or connection done'),
      },
      systems.filter((system) => isConnected(system)),
    ),
    systemCount(
      {
        name: 'retired',
        displayName: words('已下线', 'Retired'),
        formula: words('已下线且没有被替代的系统', 'Retired systems that nothing replaced'),
        filter: words('状态为已下线', 'Lifecycle retired'),
      },
      systems.filter(({ object, merged }) => object.spec.lifecycle === 'retired' && !merged),
    ),
    systemCount(
      {
        name: 'decided',
        displayName: words('已决定去向', 'Decided'),
        formula: words('处置方案已审定的系统', 'Systems whose disposition is decided'),
        filter: words('处置方案已审定、实施中或已完成', 'Disposition decided, in progress or done'),
      },
      systems.filter(({ disposition }) => isDecided(disposition)),
    ),
  ];
}

/** What the ledger counts, by the rule of the ledger. */
function countedNow(facts: CockpitFacts): Measure {
  const large = facts.largeSystems.filter(({ spec }) => spec.countedIn !== undefined);
  const applications = facts.applications.filter(({ spec }) => spec.countedIn && !spec.moduleOf && !spec.realises);
  return {
    name: 'now',
    displayName: words('现有系统', 'Systems now'),
    unit: 'systems',
    formula: words(
      '台账计数：自建系统 + 大系统 + 独立应用',
      'As the ledger counts: own systems + large systems + applications of their own',
    ),
    kind: words('信息系统、大系统、应用', 'Information systems, large systems, applications'),
    filter: words('计入台账', 'Counted in a ledger'),
    counted: [
      ...facts.systems.filter(({ counted }) => counted).map((system) => systemEvidence(system)),
      ...large.map((one) => objectEvidence(facts, one)),
      ...applications.map((one) => objectEvidence(facts, one, `/dev/${one.metadata.namespace}/applications/${one.metadata.name}`)),
    ],
  };
}

export function isConnected({ object, disposition }: CockpitFacts['systems'][number]): boolean {
  if (object.status?.lastSeenAt) return true;
  return disposition?.spec.way === 'connect' && disposition.status?.phase === 'Done';
}
