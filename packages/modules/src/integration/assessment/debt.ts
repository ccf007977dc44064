import type { Debt, Reason } from '@dizuo/api';
import { contractEndOf } from './contract-ends.ts';
import { yearsBetween } from './days.ts';
import { outdatedRule } from './product-version.ts';
import { pointsOf, reason } from './reason.ts';
import type { Rules } from './standard-rules.ts';
import type { SystemObject } from './system-profile.ts';

/** Products whose maker and version matter for years. */
const lasting = new Set(['database', 'operatingSystem', 'middleware']);
const roles: Record<string, { zh: string; en: string }> = {
  database: { zh: '数据库', en: 'database' },
  operatingSystem: { zh: '操作系统', en: 'operating system' },
  middleware: { zh: '中间件', en: 'middleware' },
  processor: { zh: '处理器', en: 'processor' },
  language: { zh: '开发语言', en: 'language' },
  framework: { zh: '开发框架', en: 'framework' },
};

/** What it will cost to leave a system as it is, in points by the open rules. Pure. */
export function debtOf(system: SystemObject, rules: Rules, now: Date): Debt {
  const technical = technicalReasons(system, rules, now);
  const security = securityReasons(system, rules, now);
  const { commissionedOn, stack, security: protection, hosting } = system.spec;
  const facts = { commissionedOn, stack: stack?.length, security: protection, hosting };
  return {
    technical: { points: pointsOf(technical), reasons: technical },
    security: { points: pointsOf(security), reasons: security },
    points: pointsOf(technical) + pointsOf(security),
    missing: (Object.keys(facts) as (keyof typeof facts)[]).filter((name) => !facts[name]),
  };
}

function technicalReasons({ spec }: SystemObject, { debt }: Rules, now: Date): Reason[] {
  const { points } = debt;
  const reasons: Reason[] = [];
  const years = spec.commissionedOn ? Math.floor(yearsBetween(spec.commissionedOn, now)) : 0;
  if (years >= debt.oldYears) {
    reasons.push(
      reason('old', `已使用 ${years} 年（满 ${debt.oldYears} 年计）`, `In use for ${years} years (old from ${debt.oldYears})`, points.old),
    );
  }
  for (const product of spec.stack ?? []) {
    const role = roles[product.role] ?? { zh: product.role, en: product.role };
    const title = [product.name, product.version].filter(Boolean).join(' ');
    if (outdatedRule(product, debt.outdated)) {
      reasons.push(
        reason('outdated', `${role.zh} ${title} 已停止维护`, `The ${role.en} ${title} is no longer maintained`, points.outdated),
      );
    } else if (lasting.has(product.role) && !product.version && !/\d/.test(product.name)) {
      reasons.push(
        reason(
          'versionUnknown',
          `${role.zh} ${title} 没有登记版本`,
          `No version is recorded of the ${role.en} ${title}`,
          points.versionUnknown,
        ),
      );
    }
    if ((lasting.has(product.role) || product.role === 'processor') && product.domestic === false) {
      reasons.push(
        reason('notDomestic', `${role.zh} ${title} 不是信创产品`, `The ${role.en} ${title} is not a domestic product`, points.notDomestic),
      );
    }
  }
  return reasons;
}

function securityReasons(system: SystemObject, rules: Rules, now: Date): Reason[] {
  const { points } = rules.debt;
  const { spec } = system;
  const { grade, openIssues = 0 } = spec.security ?? {};
  const personal = spec.data?.some((holding) => holding.personal) ?? false;
  const reasons: Reason[] = [];
  if (!grade) reasons.push(reason('noGrade', '没有等级保护定级', 'It has no protection grade', points.noGrade));
  const stale = staleGrade(spec.security, rules, now);
  if (stale) reasons.push(stale);
  if (openIssues > 0) {
    reasons.push(
      reason(
        'openIssues',
        `上次测评有 ${openIssues} 个问题未整改`,
        `${openIssues} findings of the last assessment are open`,
        openIssues * points.openIssue,
      ),
    );
  }
  if (personal && spec.hosting?.zone === 'internet') {
    reasons.push(
      reason('internetPersonal', '在互联网区存有个人信息', 'It keeps personal data in the internet zone', points.internetPersonal),
    );
  }
  if (personal && (grade ?? 0) < 2) {
    reasons.push(reason('personalLowGrade', '存有个人信息但未达到二级', 'It keeps personal data under grade 2', points.personalLowGrade));
  }
  const contract = contractEndOf(system, rules, now);
  if (contract?.state === 'ended' && spec.lifecycle !== 'planned') {
    reasons.push(
      reason(
        'unmaintained',
        `维护合同已于 ${contract.endsOn} 到期，仍在使用`,
        `In use without maintenance since ${contract.endsOn}`,
        points.unmaintained,
      ),
    );
  }
  return reasons;
}

/** Grade 3 and above are assessed every `gradeYears`, grade 2 half as often, grade 1 by its owner alone. GB/T 22239 and the measures on graded protection. */
function staleGrade(security: SystemObject['spec']['security'], { debt }: Rules, now: Date): Reason | undefined {
  const { grade = 0, gradedOn } = security ?? {};
  if (grade < 2) return undefined;
  const years = grade === 2 ? 2 * debt.gradeYears : debt.gradeYears;
  if (!gradedOn) {
    return reason(
      'staleGrade',
      `定为${grade}级，没有登记测评日期`,
      `Grade ${grade}, no day of assessment is recorded`,
      debt.points.staleGrade,
    );
  }
  if (yearsBetween(gradedOn, now) <= years) return undefined;
  return reason(
    'staleGrade',
    `${grade}级测评日期 ${gradedOn}，超过 ${years} 年`,
    `Grade ${grade} was assessed on ${gradedOn}, more than ${years} years ago`,
    debt.points.staleGrade,
  );
}
