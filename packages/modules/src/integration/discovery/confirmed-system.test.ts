import { describe, expect, it } from 'vitest';
import { confirmedSpec, discoveredSpec } from './confirmed-system.ts';

type Finding = Parameters<typeof confirmedSpec>[0];
type System = Parameters<typeof confirmedSpec>[1];

const seenAt = '2026-11-24T02:00:00Z';
const base: System = { displayName: '老系统', departmentRef: 'd', level: 'district' };
const finding = (spec: Partial<Finding>): Finding => ({ source: 'gateway', finding: 'system', displayName: '发现', seenAt, ...spec });

describe('what was confirmed', () => {
  it.each<[why: string, seen: Partial<Finding>, system: Partial<System>, expected: Partial<System>]>([
    [
      'adds an address once',
      { addresses: ['b:1', 'a:1'] },
      { addresses: ['a:1'] },
      { addresses: ['a:1', 'b:1'], lastActiveOn: '2026-11-24' },
    ],
    ['says the day in China', { finding: 'activity', seenAt: '2026-11-24T17:00:00Z' }, {}, { lastActiveOn: '2026-11-25' }],
    ['keeps a later day', { finding: 'activity' }, { lastActiveOn: '2026-11-30' }, { lastActiveOn: '2026-11-30' }],
    ['does not lie before the first use', { finding: 'activity' }, { commissionedOn: '2027-01-01' }, { commissionedOn: '2027-01-01' }],
    [
      'adds records by code, and keeps what the owner wrote',
      { source: 'database', data: [{ code: 'sign', displayName: 't_sign', records: 7, items: ['b'], personal: true }] },
      { data: [{ code: 'sign', displayName: '招牌', records: 5, items: ['a'], from: ['citizens'] }] },
      { data: [{ code: 'sign', displayName: '招牌', records: 7, items: ['a', 'b'], from: ['citizens'], personal: true }] },
    ],
    [
      'adds a link of another name',
      { source: 'database', interfaces: [{ name: 'x', direction: 'calls', counterpart: 'y' }] },
      { interfaces: [{ name: 'w', direction: 'serves', counterpart: 'z' }] },
      {
        interfaces: [
          { name: 'w', direction: 'serves', counterpart: 'z' },
          { name: 'x', direction: 'calls', counterpart: 'y' },
        ],
      },
    ],
  ])('%s', (_why, seen, system, expected) =>
    expect(confirmedSpec(finding(seen), { ...base, ...system })).toEqual({ ...base, ...expected }),
  );

  it('may be a new system', () =>
    expect(discoveredSpec(finding({ addresses: ['10.1.2.3:80'] }), 'bureau')).toEqual({
      displayName: '发现',
      departmentRef: 'bureau',
      level: 'district',
      lifecycle: 'running',
      addresses: ['10.1.2.3:80'],
      lastActiveOn: '2026-11-24',
    }));
});
