import type { Amounts, ObjectOf, Quota, ServicePlan } from '@dizuo/api';

export interface Quote {
  /** Yuan a month. */
  monthly: number;
  /** What it takes of the quota. */
  takes: Amounts;
}

/** What a plan costs and takes with these parameters: the plan's own and, for metered parameters, so much per unit. */
export function quoteOf(plan: Pick<ObjectOf<typeof ServicePlan>, 'spec'>, parameters: Record<string, unknown>): Quote {
  const takes: Amounts = { ...plan.spec.takes };
  let monthly = plan.spec.price.monthly;
  for (const meter of plan.spec.metered ?? []) {
    const amount = Number(parameters[meter.parameter] ?? 0);
    if (!Number.isFinite(amount)) continue;
    takes[meter.resource] = (takes[meter.resource] ?? 0) + Math.ceil(amount * meter.factor);
    monthly += amount * meter.monthlyPerUnit;
  }
  return { monthly: Math.round(monthly * 100) / 100, takes };
}

export interface QuotaEffect {
  resource: string;
  used: number;
  hard: number | undefined;
  more: number;
  over: boolean;
}

/** The quota as it would be with the order, only for what the order takes. */
export function quotaEffect(quota: ObjectOf<typeof Quota> | undefined, takes: Amounts): QuotaEffect[] {
  return Object.entries(takes)
    .filter(([, more]) => more > 0)
    .map(([resource, more]) => {
      const used = quota?.status?.used?.[resource] ?? 0;
      const hard = quota?.spec.hard[resource];
      return { resource, used, hard, more, over: hard !== undefined && used + more > hard };
    });
}
