import type { ActivityFinding, ContractEnd, CostComparison, Debt, Proposal, Reason } from '@dizuo/api';
import { isOurs } from './double-entry.ts';
import { reason } from './reason.ts';
import type { Rules } from './standard-rules.ts';
import { type SystemObject, systemKey } from './system-profile.ts';

export interface ProposalFacts {
  system: SystemObject;
  activity: ActivityFinding;
  contract: ContractEnd | undefined;
  debt: Debt;
  cost: CostComparison | undefined;
  /** Systems of the same tenant that the district may change and that overlap, the highest first. */
  partners: readonly { key: string; displayName: string; score: number; monthlyActive: number; debt: number }[];
  /** The best of those that overlap but belong to other tenants. */
  elsewhere: { displayName: string; score: number } | undefined;
  /** Large system of the same tenant that fits best. */
  largeSystem: { key: string; displayName: string; score: number } | undefined;
  /** Systems in use that call this one. */
  callers: readonly { key: string; displayName: string }[];
  /** Staff key the same records into this one and into one of another level. */
  keyedTwice: boolean;
}

/**
 * Merge, connect, keep or retire, in this order: what is not the district's is connected where records are keyed in twice, else kept; what
 * nobody uses is retired; what does the same as others or fits in a large system is merged, unless that costs more and nothing presses;
 * what stands alone in a bureau's own network is kept; all else is connected. Undefined for what is gone or already a module. Pure.
 */
export function proposalOf(facts: ProposalFacts, rules: Rules): Proposal | undefined {
  const { spec } = facts.system;
  if (spec.lifecycle === 'retired' || spec.replacedBy || spec.moduleOf) return undefined;
  if (!isOurs(spec.level)) return notOurs(facts);
  return retire(facts) ?? merge(facts, rules) ?? stay(facts);
}

function notOurs({ system, keyedTwice }: ProposalFacts): Proposal {
  const level = system.spec.level === 'national' ? { zh: '国家级', en: 'nation' } : { zh: '市级', en: 'city' };
  const why = reason('notOurs', `${level.zh}系统，不由本区决定`, `The ${level.en} decides on it, not the district`);
  if (!keyedTwice) return { way: 'keep', reasons: [why], against: [] };
  const twice = reason(
    'keyedTwice',
    '同一份数据在区级系统又录入一次，联通后可免',
    'The same records are keyed into a district system; connecting spares that',
  );
  return { way: 'connect', reasons: [twice, why], against: [] };
}

function retire({ activity, callers, contract, debt }: ProposalFacts): Proposal | undefined {
  if (activity.activity !== 'unused') return undefined;
  const against = callers.length > 0 ? [calledBy(callers)] : [];
  const reasons = [...activity.reasons, ...pressing(contract, debt, Number.POSITIVE_INFINITY)];
  return { way: 'retire', reasons, against };
}

function merge(facts: ProposalFacts, rules: Rules): Proposal | undefined {
  const { partners, largeSystem, cost, contract, debt, activity, callers } = facts;
  const [best] = partners;
  if (!largeSystem && !best) return undefined;
  const reasons: Reason[] = [];
  if (largeSystem) {
    reasons.push(
      reason(
        'fits',
        `与大系统“${largeSystem.displayName}”重叠 ${percent(largeSystem.score)}`,
        `It overlaps with the large system "${largeSystem.displayName}" by ${percent(largeSystem.score)}`,
      ),
    );
  }
  if (best) {
    reasons.push(
      reason(
        'overlaps',
        `与“${best.displayName}”等 ${partners.length} 个系统重叠，最高 ${percent(best.score)}`,
        `It overlaps with ${partners.length} systems, most with "${best.displayName}" (${percent(best.score)})`,
      ),
    );
  }
  const press = pressing(contract, debt, rules.debt.high);
  if (cost && cost.mergeSaves < 0 && press.length === 0) return undefined;
  if (cost && cost.mergeSaves > 0) {
    reasons.push(
      reason(
        'saves',
        `${cost.years} 年可少花 ${yuan(cost.mergeSaves)} 元`,
        `It saves ${yuan(cost.mergeSaves)} yuan in ${cost.years} years`,
      ),
    );
  }
  if (activity.activity === 'littleUsed') reasons.push(...activity.reasons);
  const against: Reason[] = [];
  if (cost && cost.mergeSaves < 0) {
    against.push(
      reason(
        'costsMore',
        `${cost.years} 年多花 ${yuan(-cost.mergeSaves)} 元`,
        `It costs ${yuan(-cost.mergeSaves)} yuan more in ${cost.years} years`,
      ),
    );
  }
  if (callers.length > 0) against.push(calledBy(callers));
  const into = largeSystem ? undefined : strongest(facts);
  return {
    way: 'merge',
    ...(largeSystem ? { largeSystem } : {}),
    ...(best ? { with: partners.map(({ key }) => key) } : {}),
    ...(into ? { into } : {}),
    reasons: [...reasons, ...press],
    against,
  };
}

function stay({ system: { spec, status }, partners, elsewhere, cost }: ProposalFacts): Proposal {
  const against =
    partners[0] && cost && cost.mergeSaves < 0
      ? [
          reason(
            'overlaps',
            `与“${partners[0].displayName}”重叠 ${percent(partners[0].score)}，但合并要多花 ${yuan(-cost.mergeSaves)} 元`,
            `It overlaps with "${partners[0].displayName}" by ${percent(partners[0].score)}, but merging costs ${yuan(-cost.mergeSaves)} yuan more`,
          ),
        ]
      : [];
  if (spec.hosting?.zone === 'bureau' && !spec.interfaces?.length) {
    return {
      way: 'keep',
      reasons: [reason('apart', '在部门专网内独立运行，没有对外接口', "It stands alone in the bureau's own network")],
      against,
    };
  }
  if (against.length > 0) {
    return {
      way: 'connect',
      reasons: [reason('mergingCostsMore', '仍在使用，合并不划算', 'It is in use, and merging does not pay')],
      against,
    };
  }
  const reasons = status?.lastSeenAt
    ? [reason('connected', '已经通过网关提供服务', 'Its traffic already passes the gateway')]
    : [reason('alone', '仍在使用，本部门没有功能重叠的系统', 'It is in use, and no other system of its department does the same')];
  if (elsewhere) {
    const { displayName, score } = elsewhere;
    reasons.push(
      reason(
        'elsewhere',
        `与其他部门的“${displayName}”重叠 ${percent(score)}，可商议共用`,
        `It overlaps with "${displayName}" of another department by ${percent(score)}: sharing is to be discussed`,
      ),
    );
  }
  return { way: 'connect', reasons, against };
}

/** What makes now the moment. */
function pressing(contract: ContractEnd | undefined, debt: Debt, high: number): Reason[] {
  const reasons: Reason[] = [];
  if (contract?.state === 'soon') {
    reasons.push(
      reason('contractEnds', `维护合同 ${contract.daysLeft} 天后到期`, `Its maintenance contract ends in ${contract.daysLeft} days`),
    );
  }
  if (contract?.state === 'ended')
    reasons.push(reason('contractEnded', `维护合同已于 ${contract.endsOn} 到期`, `Its maintenance contract ended on ${contract.endsOn}`));
  if (debt.points >= high)
    reasons.push(reason('highDebt', `技术与安全欠债 ${debt.points} 分`, `Technical and security debt of ${debt.points} points`));
  return reasons;
}

/** The most used of a group, then the one with the least debt, then by name. */
function strongest({ system, debt, partners }: ProposalFacts): string {
  const own = { key: systemKey(system), monthlyActive: system.spec.use?.monthlyActive ?? 0, debt: debt.points };
  const [first] = [own, ...partners].toSorted((x, y) => y.monthlyActive - x.monthlyActive || x.debt - y.debt || (x.key < y.key ? -1 : 1));
  return first?.key ?? own.key;
}

function calledBy(callers: ProposalFacts['callers']): Reason {
  const names = callers.slice(0, 3).map(({ displayName }) => displayName);
  return reason('called', `被 ${callers.length} 个系统调用：${names.join('、')}`, `${callers.length} systems call it: ${names.join(', ')}`);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function yuan(amount: number): string {
  return amount.toLocaleString('en-US');
}
