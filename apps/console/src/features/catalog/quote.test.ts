import type { ObjectOf, Quota, ServicePlan } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { type QuotaEffect, quotaEffect, quoteOf } from './quote.ts';

const plan = {
  spec: {
    classRef: 'postgresql',
    displayName: { zh: '小型' },
    price: { currency: 'CNY', monthly: 60 },
    parametersSchema: {},
    takes: { databases: 1, storageMiB: 100 },
    metered: [{ parameter: 'sizeGiB', resource: 'storageMiB', factor: 1024, monthlyPerUnit: 0.1 }],
  },
} satisfies Pick<ObjectOf<typeof ServicePlan>, 'spec'>;

describe('quoteOf', () => {
  it.each<[Record<string, unknown>, number, Record<string, number>, string]>([
    [{}, 60, { databases: 1, storageMiB: 100 }, 'without the parameter, the plan alone'],
    [{ sizeGiB: 3 }, 60.3, { databases: 1, storageMiB: 3172 }, 'metered comes on top, in cost and quota'],
    [{ sizeGiB: 'x' }, 60, { databases: 1, storageMiB: 100 }, 'what is being typed is not yet a number'],
  ])('%o costs %d and takes %o (%s)', (parameters, monthly, takes, _why) => expect(quoteOf(plan, parameters)).toEqual({ monthly, takes }));

  it('does not change the plan', () => {
    quoteOf(plan, { sizeGiB: 3 });
    expect(plan.spec.takes.storageMiB).toBe(100);
  });
});

describe('quotaEffect', () => {
  const quota = {
    apiVersion: '',
    kind: 'Quota',
    metadata: { name: 'default' },
    spec: { hard: { databases: 2 } },
    status: { used: { databases: 1 } },
  } as ObjectOf<typeof Quota>;

  it.each<[ObjectOf<typeof Quota> | undefined, Record<string, number>, QuotaEffect[], string]>([
    [quota, { databases: 1 }, [{ resource: 'databases', used: 1, hard: 2, more: 1, over: false }], 'exactly full is allowed'],
    [quota, { databases: 2 }, [{ resource: 'databases', used: 1, hard: 2, more: 2, over: true }], 'one more is not'],
    [quota, { replicas: 5 }, [{ resource: 'replicas', used: 0, hard: undefined, more: 5, over: false }], 'no limit is set'],
    [quota, { databases: 0 }, [], 'what takes nothing is not shown'],
    [undefined, { databases: 1 }, [{ resource: 'databases', used: 0, hard: undefined, more: 1, over: false }], 'there is no quota'],
  ])('%# %s', (given, takes, expected, _why) => expect(quotaEffect(given, takes)).toEqual(expected));
});
