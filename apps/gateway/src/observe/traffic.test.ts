import { latencyBoundsMs } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { readPrometheusText } from '../../test/prometheus-text.ts';
import { countsSince, mergeTraffic, trafficSince } from './merge-traffic.ts';
import { prometheusText } from './prometheus.ts';
import { bucketOf, redView } from './red-series.ts';
import { Traffic } from './traffic.ts';

const standing = { connections: 3, breakers: [{ backend: 'Workload/t/a', state: 'open' as const }], droppedLogLines: 0, processes: 1 };

describe('traffic', () => {
  it.each([
    [0, 0],
    [1, 0],
    [1.01, 1],
    [60_000, latencyBoundsMs.length - 1],
    [60_001, latencyBoundsMs.length],
  ])('%d ms falls into bucket %d', (ms, bucket) => expect(bucketOf(ms)).toBe(bucket));

  it('is counted by class, time and size', () => {
    const traffic = new Traffic();
    const series = traffic.of('route', 't/r/0');
    series.count(200, 2, 100, 1000);
    series.count(503, 30, 10, 20);
    series.count(0, 5, 1, 0);
    expect(redView(series.numbers)).toMatchObject({
      requests: 3,
      answers: [0, 1, 0, 0, 1, 1],
      errors: 2,
      sumMs: 37,
      received: 111,
      sent: 1020,
    });
    expect(traffic.of('route', 't/r/0')).toBe(series);
  });

  it('of too many callers is counted together', () => {
    const traffic = new Traffic();
    for (let i = 0; i < 2500; i += 1) traffic.of('consumer', `c${i}`).count(200, 1, 0, 0);
    const { consumer } = traffic.snapshot().series;
    expect(consumer.length).toBe(2001);
    expect(redView(Float64Array.from(consumer.find(([name]) => name === 'other')?.[1] ?? [])).requests).toBe(500);
  });

  it('of several processes adds up', () => {
    const [a, b] = [new Traffic(), new Traffic()] as const;
    a.of('route', 'r').count(200, 1, 1, 1);
    b.of('route', 'r').count(200, 1, 1, 1);
    b.ofPair('r', 'x').count(500, 1, 1, 1);
    a.refusedByLimit('l', 'me');
    b.refusedByLimit('l', 'me');
    a.called('r', 't/program');
    b.called('r', 't/program');
    b.called('r', 't/another');
    const merged = mergeTraffic([a.snapshot(), b.snapshot()]);
    expect(redView(Float64Array.from(merged.series.route[0]?.[1] ?? [])).requests).toBe(2);
    expect(merged.limited).toEqual([['l', 'me', 2]]);
    expect(countsSince(merged.calls)).toEqual([
      ['r', 't/program', 2],
      ['r', 't/another', 1],
    ]);
    expect(countsSince(merged.calls, merged.calls)).toEqual([]);
    expect(countsSince([['r', 't/program', 1]], merged.calls)).toEqual([['r', 't/program', 1]]);
    expect(trafficSince(merged, undefined)).toMatchObject([{ rule: 'r', backend: 'x', view: { requests: 1, errors: 1 } }]);
    expect(trafficSince(merged, merged)).toEqual([]);
  });

  it('is told in the words of Prometheus', () => {
    const traffic = new Traffic();
    const series = traffic.of('route', 'a"b\\c');
    series.count(200, 2, 0, 0);
    series.count(404, 90_000, 0, 0);
    const text = prometheusText({ traffic: traffic.snapshot(), ...standing });
    expect(text).toContain('dizuo_gateway_route_requests_total{route="a\\"b\\\\c",class="2xx"} 1\n');
    expect(text).toContain('dizuo_gateway_route_request_duration_seconds_bucket{route="a\\"b\\\\c",le="0.0025"} 1\n');
    expect(text).toContain('dizuo_gateway_route_request_duration_seconds_bucket{route="a\\"b\\\\c",le="+Inf"} 2\n');
    expect(text).toContain('dizuo_gateway_breaker_state{backend="Workload/t/a"} 2\n');
    expect(() => readPrometheusText(text)).not.toThrow();
  });

  it('of routes that are gone is forgotten', () => {
    const traffic = new Traffic();
    traffic.of('route', 'old').count(200, 1, 0, 0);
    traffic.ofPair('old', 'b').count(200, 1, 0, 0);
    traffic.called('old', 't/program');
    traffic.retain(new Set(['new']), new Set());
    expect(traffic.snapshot()).toMatchObject({ pairs: [], calls: [], series: { route: [] } });
  });
});
