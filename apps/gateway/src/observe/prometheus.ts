import { latencyBoundsMs } from '@dizuo/api';
import type { ProcessCounts } from './process-counts.ts';
import { redView } from './red-series.ts';
import { dimensions } from './traffic.ts';

const classes = ['1xx', '2xx', '3xx', '4xx', '5xx', 'broken'];
const help = {
  requests_total: 'Requests by class of answer',
  request_duration_seconds: 'From the head of the request to the end of the answer',
  received_bytes_total: 'Octets of requests',
  sent_bytes_total: 'Octets of answers',
} as const;

/** Everything in the text format of Prometheus, version 0.0.4: cumulative counters, histograms with `le` in seconds. */
export function prometheusText({ traffic, connections, breakers, droppedLogLines, processes }: ProcessCounts): string {
  const lines: string[] = [];
  for (const dimension of dimensions) {
    const views = traffic.series[dimension].map(([name, numbers]) => ({
      label: `${dimension}="${quoted(name)}"`,
      view: redView(Float64Array.from(numbers)),
    }));
    if (views.length === 0) continue;
    const metric = (name: keyof typeof help, type: string) => {
      const full = `dizuo_gateway_${dimension}_${name}`;
      lines.push(`# HELP ${full} ${help[name]}, by ${dimension}`, `# TYPE ${full} ${type}`);
      return full;
    };
    const requests = metric('requests_total', 'counter');
    for (const { label, view } of views)
      for (const [i, count] of view.answers.entries()) if (count > 0) lines.push(`${requests}{${label},class="${classes[i]}"} ${count}`);
    const duration = metric('request_duration_seconds', 'histogram');
    for (const { label, view } of views) lines.push(...histogram(duration, label, view));
    const received = metric('received_bytes_total', 'counter');
    for (const { label, view } of views) lines.push(`${received}{${label}} ${view.received}`);
    const sent = metric('sent_bytes_total', 'counter');
    for (const { label, view } of views) lines.push(`${sent}{${label}} ${view.sent}`);
  }
  lines.push('# HELP dizuo_gateway_limited_total Requests that a rate limit refused', '# TYPE dizuo_gateway_limited_total counter');
  const byLimit = new Map<string, number>();
  for (const [limit, , count] of traffic.limited) byLimit.set(limit, (byLimit.get(limit) ?? 0) + count);
  for (const [limit, count] of byLimit) lines.push(`dizuo_gateway_limited_total{limit="${quoted(limit)}"} ${count}`);
  lines.push('# HELP dizuo_gateway_breaker_state 1 half open, 2 open; closed ones are absent', '# TYPE dizuo_gateway_breaker_state gauge');
  for (const { backend, state } of breakers)
    lines.push(`dizuo_gateway_breaker_state{backend="${quoted(backend)}"} ${state === 'open' ? 2 : 1}`);
  lines.push(
    '# HELP dizuo_gateway_connections Open connections of clients',
    '# TYPE dizuo_gateway_connections gauge',
    `dizuo_gateway_connections ${connections}`,
  );
  lines.push(
    '# HELP dizuo_gateway_processes Processes that serve, also those that are leaving',
    '# TYPE dizuo_gateway_processes gauge',
    `dizuo_gateway_processes ${processes}`,
  );
  lines.push(
    '# HELP dizuo_gateway_access_log_dropped_total Lines of the access log that nobody took in time',
    '# TYPE dizuo_gateway_access_log_dropped_total counter',
    `dizuo_gateway_access_log_dropped_total ${droppedLogLines}`,
  );
  return `${lines.join('\n')}\n`;
}

function histogram(name: string, label: string, { latency, sumMs, requests }: ReturnType<typeof redView>): string[] {
  let below = 0;
  const buckets = latencyBoundsMs.map((bound, i) => {
    below += latency[i] ?? 0;
    return `${name}_bucket{${label},le="${bound / 1000}"} ${below}`;
  });
  return [
    ...buckets,
    `${name}_bucket{${label},le="+Inf"} ${requests}`,
    `${name}_sum{${label}} ${sumMs / 1000}`,
    `${name}_count{${label}} ${requests}`,
  ];
}

function quoted(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
