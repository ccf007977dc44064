import { latencyBoundsMs, type TrafficFigures } from '@dizuo/api';

/** Counts as data planes report them, summed. */
export interface TrafficSum {
  requests: number;
  errors: number;
  /** By `latencyBoundsMs`, then those above. */
  latency: readonly number[];
}

export const noTraffic: TrafficSum = { requests: 0, errors: 0, latency: [] };

/** Pure. */
export function sumOf(parts: readonly TrafficSum[]): TrafficSum {
  return parts.reduce(
    (sum, part) => ({
      requests: sum.requests + part.requests,
      errors: sum.errors + part.errors,
      latency: part.latency.map((count, i) => count + (sum.latency[i] ?? 0)),
    }),
    noTraffic,
  );
}

/** Figures of the counts. Percentiles are read off the histogram, between the bounds of their bucket. Pure. */
export function figuresOf({ requests, errors, latency }: TrafficSum): TrafficFigures {
  const percentiles =
    requests > 0 ? { p50Ms: percentile(latency, 50), p95Ms: percentile(latency, 95), p99Ms: percentile(latency, 99) } : {};
  return { requests, errors, errorPercent: requests > 0 ? rounded((100 * errors) / requests) : 0, ...percentiles };
}

/** The latency that `percent` of the requests stay below, in milliseconds; 0 without requests. Pure. */
export function percentile(latency: readonly number[], percent: number): number {
  const total = latency.reduce((sum, count) => sum + count, 0);
  let left = (total * percent) / 100;
  for (const [i, count] of latency.entries()) {
    const upper = latencyBoundsMs[i] ?? latencyBoundsMs.at(-1) ?? 0;
    if (count > 0 && left <= count) {
      const lower = latencyBoundsMs[i - 1] ?? 0;
      return rounded(lower + (Math.max(upper, lower) - lower) * (left / count));
    }
    left -= count;
  }
  return 0;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
