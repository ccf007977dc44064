import { type CockpitFacts, isDecided } from './cockpit-facts.ts';
import { type Measure, objectEvidence, systemShare, words } from './measure.ts';
import { isGraded } from './unifications.ts';

/** The four aims, each by shares that are better the nearer they are to one. Pure. */
export function aimMeasures(facts: CockpitFacts): Record<'order' | 'safety' | 'efficiency' | 'control', Measure[]> {
  return { order: order(facts), safety: safety(facts), efficiency: efficiency(facts), control: control(facts) };
}

const ownNow = words('÷ 现有自建系统', '÷ own systems now');
const of = (zh: string, en: string) => words(`${zh} ${ownNow.zh}`, `${en} ${ownNow.en}`);

function countedOf(facts: CockpitFacts) {
  return facts.systems.filter(({ counted }) => counted);
}

/** 规范性 */
function order(facts: CockpitFacts): Measure[] {
  const counted = countedOf(facts);
  const decided = facts.projects.filter(({ status }) => status?.phase === 'Approved' || status?.phase === 'Rejected');
  const told = (one: CockpitFacts['projects'][number]) => objectEvidence(facts, one);
  return [
    systemShare(
      {
        name: 'described',
        displayName: words('台账资料完整', 'Fully described'),
        formula: of('业务条线、技术栈、数据、费用、合同齐全的系统', 'Systems with business, stack, data, cost and contract'),
        filter: words('五项资料都已登记', 'All five are recorded'),
      },
      counted,
      ({ object: { spec } }) =>
        Boolean(spec.linesOfBusiness?.length && spec.stack?.length && spec.data?.length && spec.cost && spec.contract),
    ),
    systemShare(
      {
        name: 'domestic',
        displayName: words('数据库与操作系统国产化', 'Domestic database and system'),
        formula: of('登记的数据库、操作系统都是国产的系统', 'Systems whose databases and operating systems are all domestic'),
        filter: words('登记了数据库或操作系统，且全部为国产', 'Databases or operating systems recorded, all domestic'),
      },
      counted,
      ({ object: { spec } }) => {
        const parts = (spec.stack ?? []).filter(({ role }) => role === 'database' || role === 'operatingSystem');
        return parts.length > 0 && parts.every(({ domestic }) => domestic === true);
      },
    ),
    {
      name: 'gated',
      displayName: words('项目先把关后决定', 'Projects checked first'),
      unit: 'share',
      formula: words('有把关结果的已决定项目 ÷ 已决定项目', 'Decided projects with checks ÷ decided projects'),
      kind: words('信息化项目', 'IT project'),
      filter: words('已决定，且有把关结果', 'Decided, with the result of the checks'),
      counted: decided.filter(({ status }) => (status?.checks?.length ?? 0) > 0).map(told),
      base: decided.map(told),
    },
  ];
}

/** 安全性 */
function safety(facts: CockpitFacts): Measure[] {
  const counted = countedOf(facts);
  const personal = counted.filter(({ object }) => object.spec.data?.some((holding) => holding.personal === true));
  return [
    systemShare(
      {
        name: 'gradeInForce',
        displayName: words('等保测评在有效期', 'Assessed within a year'),
        formula: of('一年内测评过的系统', 'Systems assessed within a year'),
        filter: words('已定级，且测评日期在一年之内', 'Graded, and assessed within a year'),
      },
      counted,
      ({ object }) => isGraded(object.spec.security, facts.now),
    ),
    systemShare(
      {
        name: 'lowDebt',
        displayName: words('技术与安全欠债不高', 'No high debt'),
        formula: of('欠债分低于规则上限的系统', 'Systems whose debt is below the limit of the rules'),
        filter: words('欠债分低于上限', 'Debt below the limit'),
      },
      counted,
      ({ assessed }) => assessed.debt.points < facts.view.basis.rules.debt.high,
    ),
    systemShare(
      {
        name: 'personalInside',
        displayName: words('个人信息不在互联网区', 'Personal data off the internet zone'),
        formula: words(
          '含个人信息且不在互联网区的系统 ÷ 含个人信息的系统',
          'Systems with personal data outside the internet zone ÷ those with personal data',
        ),
        filter: words('含个人信息，网络区域不是互联网区', 'With personal data, not in the internet zone'),
      },
      personal,
      ({ object }) => object.spec.hosting?.zone !== undefined && object.spec.hosting.zone !== 'internet',
    ),
  ];
}

/** 高效性 */
function efficiency(facts: CockpitFacts): Measure[] {
  const counted = countedOf(facts);
  const twice = new Set(facts.view.doubleEntries().flatMap(({ systems }) => systems));
  const overlapping = new Set(facts.view.pairs().flatMap(({ a, b }) => [a, b]));
  return [
    systemShare(
      {
        name: 'used',
        displayName: words('确有使用', 'Really used'),
        formula: of('按规则判定为在用的系统', 'Systems that the rules find in use'),
        filter: words('使用情况为在用', 'Activity: used'),
      },
      counted,
      ({ assessed }) => assessed.activity.activity === 'used',
    ),
    systemShare(
      {
        name: 'once',
        displayName: words('数据不重复采集', 'Records taken in once'),
        formula: of('没有重复采集或重复录入的系统', 'Systems in which nothing is asked or keyed in twice'),
        filter: words('不在重复采集、重复录入清单中', 'Not in the list of double entries'),
      },
      counted,
      ({ key }) => !twice.has(key),
    ),
    systemShare(
      {
        name: 'distinct',
        displayName: words('功能不重叠', 'No overlap'),
        formula: of('没有与其他系统重叠的系统', 'Systems that overlap with no other'),
        filter: words('重叠度低于规则门槛', 'Overlap below the threshold of the rules'),
      },
      counted,
      ({ key }) => !overlapping.has(key),
    ),
  ];
}

/** 管理性 */
function control(facts: CockpitFacts): Measure[] {
  const counted = countedOf(facts);
  const bureaus = facts.tenants.filter(({ spec }) => facts.bureauOf(spec.departmentRef) === spec.departmentRef);
  const frozen = new Set(facts.ledgers.filter(({ spec }) => spec.phase === 'frozen').map(({ spec }) => spec.departmentRef));
  const told = (one: CockpitFacts['tenants'][number]) => objectEvidence(facts, one);
  return [
    systemShare(
      {
        name: 'dispositionDecided',
        displayName: words('去向已审定', 'Disposition decided'),
        formula: of('处置方案已审定的系统', 'Systems whose disposition is decided'),
        filter: words('处置方案已审定、实施中或已完成', 'Disposition decided, in progress or done'),
      },
      counted,
      ({ disposition }) => isDecided(disposition),
    ),
    systemShare(
      {
        name: 'contractInForce',
        displayName: words('运维合同在有效期', 'Contract in force'),
        formula: of('运维合同未到期的系统', 'Systems whose maintenance contract has not ended'),
        filter: words('合同截止日期未过', "The contract's last day has not passed"),
      },
      counted,
      ({ assessed }) => assessed.contract !== undefined && assessed.contract.state !== 'ended',
    ),
    {
      name: 'frozenLedgers',
      displayName: words('台账已冻结的单位', 'Bureaus with a frozen ledger'),
      unit: 'share',
      formula: words('台账已冻结的委办局 ÷ 委办局租户', 'Bureaus with a frozen ledger ÷ bureaus with a tenant'),
      kind: words('系统台账', 'Ledger'),
      filter: words('台账阶段为冻结', 'Phase frozen'),
      counted: bureaus.filter(({ spec }) => frozen.has(spec.departmentRef)).map(told),
      base: bureaus.map(told),
    },
  ];
}
