import type { ActivityFinding } from '@dizuo/api';
import { daysBetween } from './days.ts';
import { reason } from './reason.ts';
import type { Rules } from './standard-rules.ts';
import type { SystemObject } from './system-profile.ts';

/** Whether a system is worked with, by what its owner declared and what the gateway saw. Pure. */
export function activityOf({ spec, status }: SystemObject, { activity: rules }: Pick<Rules, 'activity'>, now: Date): ActivityFinding {
  const declared = spec.lastActiveOn;
  const seen = status?.lastSeenAt?.slice(0, 10);
  const lastUsedOn = [declared, seen]
    .filter((day) => day !== undefined)
    .toSorted()
    .at(-1);
  const { accounts, monthlyActive } = spec.use ?? {};
  const idleDays = lastUsedOn === undefined ? undefined : Math.max(0, daysBetween(lastUsedOn, now));
  const known = { ...(lastUsedOn ? { lastUsedOn, idleDays } : {}) };
  if (idleDays !== undefined && idleDays > rules.zombieDays) {
    const where =
      seen !== undefined && seen === lastUsedOn ? ['网关记录', 'seen by the gateway'] : ['主管部门申报', 'declared by its owner'];
    return {
      activity: 'unused',
      ...known,
      reasons: [
        reason(
          'noUse',
          `最近一次使用是 ${lastUsedOn}（${where[0]}），已 ${idleDays} 天，超过 ${rules.zombieDays} 天`,
          `Last used on ${lastUsedOn} (${where[1]}), ${idleDays} days ago; the limit is ${rules.zombieDays}`,
        ),
      ],
    };
  }
  if (monthlyActive === 0)
    return { activity: 'unused', ...known, reasons: [reason('nobody', '最近一个月没有人使用', 'Nobody used it in the last month')] };
  if (spec.lifecycle === 'suspended')
    return { activity: 'unused', ...known, reasons: [reason('suspended', '已停用但未下线', 'Suspended, but not retired')] };
  if (accounts && monthlyActive !== undefined && monthlyActive / accounts < rules.fewUsersShare) {
    const share = Math.round((monthlyActive / accounts) * 1000) / 10;
    return {
      activity: 'littleUsed',
      ...known,
      reasons: [
        reason(
          'fewUsers',
          `${accounts} 个账号中每月只有 ${monthlyActive} 人使用（${share}%）`,
          `Of ${accounts} accounts ${monthlyActive} are used in a month (${share}%)`,
        ),
      ],
    };
  }
  if (lastUsedOn === undefined && monthlyActive === undefined) {
    return { activity: 'unknown', reasons: [reason('notRecorded', '没有登记使用情况', 'Its use has not been recorded')] };
  }
  return { activity: 'used', ...known, reasons: [] };
}
