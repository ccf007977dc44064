import { type CockpitFacts, type CockpitSystem, isDecided } from './cockpit-facts.ts';
import { type Measure, systemSum, words } from './measure.ts';

const recorded = words('登记了费用的系统', 'With recorded cost');

/** Money by the open formula of the rules. What is not recorded counts as nothing, so amounts are lower bounds. Pure. */
export function moneyMeasures(facts: CockpitFacts): Measure[] {
  const { cost: rules } = facts.view.basis.rules;
  const { systems } = facts;
  const upkeep = ({ assessed }: CockpitSystem) => assessed.cost?.upkeep ?? 0;
  const amount = ({ assessed }: CockpitSystem, way: string) => assessed.cost?.ways.find((one) => one.way === way)?.amount ?? 0;
  const counted = systems.filter((system) => system.counted);
  const decided = systems.filter((system) => system.counted && isDecided(system.disposition));
  return [
    systemSum(
      {
        name: 'built',
        displayName: words('已投入建设费', 'Spent on building'),
        formula: words('登记过的自建系统建设费之和', 'Sum of what building the own systems cost'),
        filter: recorded,
      },
      systems,
      ({ object }) => object.spec.cost?.built ?? 0,
    ),
    systemSum(
      {
        name: 'upkeep',
        displayName: words('每年运维费', 'Upkeep a year'),
        formula: words('现有自建系统的维护费 + 托管费 + 许可费', 'Maintenance + hosting + licences of the own systems now'),
        filter: words('计入台账且登记了费用', 'Counted, with recorded cost'),
      },
      counted,
      upkeep,
    ),
    systemSum(
      {
        name: 'savedSoFar',
        displayName: words('已节省（每年）', 'Saved so far, a year'),
        formula: words(
          `已融合：运维费 ×（1 − ${rules.upkeepShareAfterMerge}）；已下线：全部运维费`,
          `Merged: upkeep × (1 − ${rules.upkeepShareAfterMerge}); retired: all of it`,
        ),
        filter: words('已融合或已下线，且登记了费用', 'Merged or retired, with recorded cost'),
      },
      systems.filter((system) => !system.counted),
      (system) => upkeep(system) * (system.merged ? 1 - rules.upkeepShareAfterMerge : 1),
    ),
    systemSum(
      {
        name: 'savedByPlan',
        displayName: words(`按方案 ${rules.keepYears} 年节省`, `Saved by the plan in ${rules.keepYears} years`),
        formula: words(
          `已审定方案的系统：${rules.keepYears} 年保持不变的费用 − 按方案的费用（公式见整合规则）`,
          `Systems with a decided disposition: cost of keeping over ${rules.keepYears} years − cost of the way decided (formula in the rules)`,
        ),
        filter: words('处置方案已审定，且登记了费用', 'Disposition decided, with recorded cost'),
      },
      decided,
      (system) => amount(system, 'keep') - amount(system, system.disposition?.spec.way ?? 'keep'),
    ),
    systemSum(
      {
        name: 'savedIfProposed',
        displayName: words(`若全按评估建议，${rules.keepYears} 年节省`, `If all is done as assessed, in ${rules.keepYears} years`),
        formula: words(
          `现有自建系统：${rules.keepYears} 年保持不变的费用 − 按评估建议的费用（公式见整合规则）`,
          `Own systems now: cost of keeping over ${rules.keepYears} years − cost of the way proposed (formula in the rules)`,
        ),
        filter: words('评估给出了建议，且登记了费用', 'With a proposal of the assessment and recorded cost'),
      },
      counted,
      (system) => amount(system, 'keep') - amount(system, system.assessed.proposal?.way ?? 'keep'),
    ),
  ];
}
