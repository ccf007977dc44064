import type { InformationSystem, ObjectOf } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { descriptionErrors } from './information-system.rules.ts';

type Spec = ObjectOf<typeof InformationSystem>['spec'];
// 04:00 on the 25th in China.
const now = new Date('2026-11-24T20:00:00Z');

describe('descriptionErrors', () => {
  it.each<[string, Partial<Spec>, string[]]>([
    ['nothing but what is required', {}, []],
    ['a name with a space at its end', { displayName: '招牌 ' }, ['spec.displayName']],
    ['used today in China, which is tomorrow in UTC', { lastActiveOn: '2026-11-25' }, []],
    ['used tomorrow', { lastActiveOn: '2026-11-26' }, ['spec.lastActiveOn']],
    ['in use from next year', { commissionedOn: '2027-01-01' }, ['spec.commissionedOn']],
    ['planned for next year', { commissionedOn: '2027-01-01', lifecycle: 'planned' }, []],
    ['used before it was there', { commissionedOn: '2020-01-01', lastActiveOn: '2019-12-31' }, ['spec.lastActiveOn']],
    ['a contract that ends before it begins', { contract: { startsOn: '2026-02-01', endsOn: '2026-01-01' } }, ['spec.contract.endsOn']],
    ['graded tomorrow', { security: { gradedOn: '2026-11-26' } }, ['spec.security.gradedOn']],
    ['an address and a URL', { addresses: ['10.1.2.3:8080', 'https://a.example/x', 'db-1'] }, []],
    ['an address in words', { addresses: ['the old server'] }, ['spec.addresses[0]']],
    ['a password in an address', { addresses: ['http://u:p@10.1.2.3/'] }, ['spec.addresses[0]']],
    ['a city system as a module', { level: 'city', moduleOf: { largeSystemRef: 'a', module: 'b' } }, ['spec.moduleOf']],
    ['a national system beyond the limit', { level: 'national', exceptionRef: 'a' }, ['spec.exceptionRef']],
  ])('%s', (_why, change, fields) => {
    const spec: Spec = { displayName: '招牌', departmentRef: 'd', level: 'district', ...change };
    expect(descriptionErrors(spec, now).map((e) => e.field)).toEqual(fields);
  });
});
