import { describe, expect, it } from 'vitest';
import {
  backendName,
  breakerStates,
  dataPlaneState,
  latencyText,
  leftOutReplicas,
  rateText,
  roundTop,
  ruleName,
  trafficBars,
} from './traffic-values.ts';

const now = Date.parse('2027-03-01T10:05:30Z');
const minute = (at: string, requests: number, errors = 0) => ({ at: `2027-03-01T${at}:00Z`, requests, errors });

describe('bars', () => {
  it('are minutes of five minutes, also those without requests', () => {
    const { widthMs, bars } = trafficBars([minute('10:02', 7, 1), minute('10:05', 3)], 300, now);
    expect(widthMs).toBe(60_000);
    expect(bars.map(({ requests, errors }) => [requests, errors])).toEqual([
      [0, 0],
      [7, 1],
      [0, 0],
      [0, 0],
      [3, 0],
    ]);
    expect(new Date(bars[0]?.at ?? 0).toISOString()).toBe('2027-03-01T10:01:00.000Z');
  });

  it('of a day are twenty minutes each, and add up what falls into them', () => {
    const { widthMs, bars } = trafficBars([minute('10:00', 1), minute('10:04', 2, 2), minute('09:59', 4)], 86_400, now);
    expect([widthMs / 60_000, bars.length]).toEqual([20, 72]);
    expect(bars.slice(-2)).toMatchObject([{ requests: 4 }, { requests: 3, errors: 2 }]);
  });

  it('leave out what is before the span', () => {
    expect(trafficBars([minute('09:00', 9)], 300, now).bars.every(({ requests }) => requests === 0)).toBe(true);
  });
});

it.each([
  ['t-a/shop/2', { namespace: 't-a', route: 'shop', index: 2, grpc: false }],
  ['t-a/calls/0/grpc', { namespace: 't-a', route: 'calls', index: 0, grpc: true }],
])('rule %s', (id, expected) => expect(ruleName(id)).toEqual(expected));

it.each([
  ['Workload/t-a/shop', { kind: 'Workload', namespace: 't-a', name: 'shop' }],
  ['', undefined],
])('backend %s', (id, expected) => expect(backendName(id)).toEqual(expected));

it.each([
  [0, 1],
  [1, 1],
  [3, 5],
  [120, 200],
  [999, 1000],
])('a scale for %d ends at %d', (highest, top) => expect(roundTop(highest)).toBe(top));

it.each([
  [0.4167, '0.417'],
  [17.25, '17.3'],
  [1250.4, '1,250'],
])('rate %d', (rate, text) => expect(rateText(rate)).toBe(text));

it.each([
  [undefined, '—'],
  [0.52, '0.52 ms'],
  [128.4, '128 ms'],
  [2500, '2.5 s'],
])('latency %s', (ms, text) => expect(latencyText(ms)).toBe(text));

it('a breaker is open where it is in one process', () => {
  const said = [
    { backend: 'Workload/t/a', state: 'half-open' as const },
    { backend: 'Workload/t/a', state: 'open' as const },
    { backend: 'Workload/t/b', state: 'half-open' as const },
  ];
  expect(breakerStates(said)).toEqual([
    { backend: 'Workload/t/a', state: 'open', processes: 2 },
    { backend: 'Workload/t/b', state: 'half-open', processes: 1 },
  ]);
});

it('a replica is told of once, by what says most', () => {
  const replica = { backend: 'Workload/t/a', endpoint: 'a-0' };
  expect(
    leftOutReplicas([
      { ...replica, why: 'ejected' },
      { ...replica, why: 'unhealthy' },
    ]),
  ).toEqual([{ ...replica, why: 'unhealthy', processes: 2 }]);
});

describe('a data plane process', () => {
  const said = { instance: 'i', version: '7-2', digest: 'd', accepted: true, seenAt: '2027-03-01T10:05:00Z', present: true };
  const wanted = { version: '7-2', digest: 'd' };
  it.each([
    ['in force', {}, 'inForce'],
    ['older', { digest: 'before' }, 'onItsWay'],
    ['refused', { accepted: false }, 'refused'],
    ['silent', { present: false, accepted: false }, 'gone'],
  ])('%s', (_why, part, state) => expect(dataPlaneState({ ...said, ...part }, wanted)).toBe(state));
});
