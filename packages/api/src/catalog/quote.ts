import type { ObjectOf } from '../meta/define-kind.ts';
import type { Amounts } from '../meta/schema.ts';
import type { ServicePlan } from './service-plan.ts';

/** What an order costs and takes. Money in yuan a month, to the cent. */
export interface Quote {
  monthlyCost: number;
  takes: Amounts;
}

/** The cost and the quota of a plan with its parameters. Pure: the console shows what the server will count. */
export function quote(plan: Pick<ObjectOf<typeof ServicePlan>, 'spec'>, parameters: Record<string, unknown> = {}): Quote {
  const takes: Amounts = { ...plan.spec.takes };
  let monthlyCost = plan.spec.price.monthly;
  for (const { parameter, resource, factor, monthlyPerUnit } of plan.spec.metered ?? []) {
    const units = Number(parameters[parameter] ?? defaultOf(plan.spec.parametersSchema, parameter) ?? 0);
    if (!Number.isFinite(units)) continue;
    takes[resource] = (takes[resource] ?? 0) + Math.ceil(units * factor);
    monthlyCost += units * monthlyPerUnit;
  }
  return { monthlyCost: Math.round(monthlyCost * 100) / 100, takes };
}

function defaultOf(schema: Record<string, unknown>, parameter: string): unknown {
  const properties = schema.properties as Record<string, { default?: unknown }> | undefined;
  return properties?.[parameter]?.default;
}
