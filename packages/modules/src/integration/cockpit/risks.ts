import { type CockpitFacts, type CockpitSystem, isDecided } from './cockpit-facts.ts';
import { type Measure, objectEvidence, systemCount, words } from './measure.ts';

export const isOverdue = ({ disposition }: CockpitSystem, day: string): boolean =>
  isDecided(disposition) && disposition?.status?.phase !== 'Done' && (disposition?.spec.endsOn ?? '9999') < day;

export const isContractOpen = ({ counted, assessed, disposition }: CockpitSystem): boolean =>
  counted && (assessed.contract?.state === 'soon' || assessed.contract?.state === 'ended') && !isDecided(disposition);

/** What a leader has to look at. Pure. */
export function riskMeasures(facts: CockpitFacts): Measure[] {
  const { systems, day } = facts;
  const held = facts.exceptions.filter(({ status }) => (status?.used ?? 0) > 0);
  return [
    systemCount(
      {
        name: 'overdue',
        displayName: words('逾期未完成', 'Overdue'),
        formula: words('已审定、计划截止日已过而未完成的方案', 'Decided dispositions past their last day and not done'),
        filter: words('方案已审定，截止日已过，未完成', 'Decided, past its last day, not done'),
      },
      systems.filter((system) => isOverdue(system, day)),
    ),
    systemCount(
      {
        name: 'undecidedContracts',
        displayName: words('合同到期未定', 'Contracts ending undecided'),
        formula: words(
          `合同已到期或 ${facts.view.basis.rules.contracts.windowDays} 天内到期，而去向未审定的系统`,
          `Systems whose contract has ended or ends within ${facts.view.basis.rules.contracts.windowDays} days, with nothing decided`,
        ),
        filter: words('合同即将或已经到期，处置方案未审定', 'Contract ended or ending, disposition not decided'),
      },
      systems.filter(isContractOpen),
    ),
    systemCount(
      {
        name: 'unused',
        displayName: words('僵尸系统', 'Unused systems'),
        formula: words(
          `超过 ${facts.view.basis.rules.activity.zombieDays} 天无人使用的现有系统`,
          `Systems that nobody used for more than ${facts.view.basis.rules.activity.zombieDays} days`,
        ),
        filter: words('使用情况为闲置', 'Activity: unused'),
      },
      systems.filter(({ counted, assessed }) => counted && assessed.activity.activity === 'unused'),
    ),
    systemCount(
      {
        name: 'highDebt',
        displayName: words('欠债高的系统', 'Systems in high debt'),
        formula: words(
          `技术与安全欠债不低于 ${facts.view.basis.rules.debt.high} 分的现有系统`,
          `Systems with a technical and security debt of at least ${facts.view.basis.rules.debt.high} points`,
        ),
        filter: words('欠债分达到上限', 'Debt at the limit or above'),
      },
      systems.filter(({ counted, assessed }) => counted && assessed.debt.points >= facts.view.basis.rules.debt.high),
    ),
    {
      name: 'exceptions',
      displayName: words('在用台账例外', 'Exceptions in use'),
      unit: 'things',
      formula: words('有系统占用的台账例外', 'Ledger exceptions that hold systems'),
      kind: words('台账例外', 'Ledger exception'),
      filter: words('占用数大于零', 'Used by at least one system'),
      counted: held.map((one) => objectEvidence(facts, one)),
    },
  ];
}
