import { describe, expect, it } from 'vitest';
import { paceOf } from './ledger-pace.ts';

const now = new Date('2027-01-01T00:00:00Z');
const spec = { departmentRef: 'bureau', phase: 'frozen' as const, target: 5, targetOn: '2028-01-01' };
const status = { opening: 45, count: 45, frozenAt: '2026-01-01T00:00:00Z' };

describe('paceOf', () => {
  it.each([
    ['recording', 'is not frozen', { spec: { ...spec, phase: 'inventory' as const }, status }],
    ['unplanned', 'has no date', { spec: { ...spec, targetOn: undefined as never }, status }],
    ['unplanned', 'has no figures yet', { spec, status: {} }],
    ['late', 'nothing has gone at half of the time', { spec, status }],
    ['late', 'one too few has gone', { spec, status: { ...status, count: 26 } }],
    ['onTrack', 'half has gone at half of the time', { spec, status: { ...status, count: 25 } }],
    ['onTrack', 'was frozen today', { spec, status: { ...status, frozenAt: '2026-12-31T12:00:00Z' } }],
    ['reached', 'is at its target', { spec, status: { ...status, count: 5 } }],
    ['over', 'an exception has ended', { spec, status: { ...status, count: 5, over: 1 } }],
    ['late', 'the day is over', { spec: { ...spec, targetOn: '2026-06-01' }, status: { ...status, count: 6 } }],
  ])('%s: %s', (pace, _why, ledger) => expect(paceOf(ledger, now)).toBe(pace));
});
