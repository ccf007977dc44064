import type { DataPlaneConfiguration, GatewayReport } from '@dizuo/api';
import type { Exchange } from '../proxy/exchange.ts';
import { maskAddress, maskPath } from './mask-personal.ts';
import { countsSince, trafficSince } from './merge-traffic.ts';
import { RecentRequests } from './recent-requests.ts';
import { redView } from './red-series.ts';
import type { SpanRecorder } from './span-recorder.ts';
import { type TraceContext, traceOf } from './trace-context.ts';
import { type NamedNumbers, Traffic, type TrafficSnapshot } from './traffic.ts';

export interface Tracing {
  /** Share of requests that are recorded, 0 to 1. */
  rate: number;
  recorder: SpanRecorder;
}

export interface ObserverOptions {
  /** Writes one line of the access log; absent: none is written. */
  log?: (entry: Record<string, unknown>) => void;
  tracing?: Tracing;
}

/** Callers told of in a report. */
const mostCallers = 50;
const mostCalls = 500;

/** Sees every request at its end: counts it, logs it, records its span, and remembers some. */
export class Observer {
  readonly traffic = new Traffic();
  readonly #recent = new RecentRequests();
  readonly #options: ObserverOptions;
  #reported: TrafficSnapshot | undefined;

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  /** The trace of a request that begins; undefined where nobody traces: then its `traceparent` goes on as it came. */
  traceOf(traceparent: string | undefined): TraceContext | undefined {
    const { tracing } = this.#options;
    return tracing && traceOf(traceparent, tracing.rate, Math.random());
  }

  /** Another configuration is in force: what is no more is forgotten. */
  arrange(configuration: Pick<DataPlaneConfiguration, 'rules' | 'matches' | 'backends'>): void {
    const { rules, backends } = configuration;
    this.traffic.retain(new Set(rules.map(({ id }) => id)), new Set(backends.map(({ id }) => id)));
    this.#recent.arrange(configuration);
  }

  ended(x: Exchange): void {
    const now = performance.now();
    const ms = now - x.startedAt;
    const { rule, backend, caller, departments } = x;
    if (rule) {
      this.traffic.of('route', rule.id).count(x.status, ms, x.bytesIn, x.bytesOut);
      this.traffic.ofPair(rule.id, backend?.id ?? '').count(x.status, ms, x.bytesIn, x.bytesOut);
      if (backend) this.traffic.of('backend', backend.id).count(x.status, ms, x.bytesIn, x.bytesOut);
    }
    // `issuer#subject` may name a person.
    if (rule && backend && caller !== undefined && !caller.includes('#')) this.traffic.called(rule.id, caller);
    if (caller !== undefined) this.traffic.of('consumer', caller).count(x.status, ms, x.bytesIn, x.bytesOut);
    const department = departments?.[0];
    if (department !== undefined) this.traffic.of('department', department).count(x.status, ms, x.bytesIn, x.bytesOut);
    if (x.limitedBy !== undefined) this.traffic.refusedByLimit(x.limitedBy, caller ?? x.user ?? maskAddress(x.client.address));
    this.#recent.ended(x, now);
    this.#options.log?.(accessEntry(x, ms));
    if (x.trace?.sampled) this.#record(x, x.trace, ms);
  }

  /** What was seen since the last report. */
  report(base: Pick<GatewayReport, 'instance' | 'sequence' | 'spanMs' | 'breakers' | 'leftOut' | 'connections'>): GatewayReport {
    const now = this.traffic.snapshot();
    const before = this.#reported;
    this.#reported = now;
    const traffic = trafficSince(now, before).map(({ rule, backend, view }) => ({
      rule,
      backend,
      requests: view.requests,
      errors: view.errors,
      latency: view.latency,
    }));
    const callers = [...callersSince('consumer', now, before), ...callersSince('department', now, before)];
    const limited = countsSince(now.limited, before?.limited).slice(0, mostCallers);
    const calls = countsSince(now.calls, before?.calls).slice(0, mostCalls);
    return {
      ...base,
      traffic,
      callers,
      limited: limited.map(([limit, whom, requests]) => ({ limit, whom, requests })),
      calls: calls.map(([rule, consumer, requests]) => ({ rule, consumer, requests })),
      requests: this.#recent.drain(),
    };
  }

  #record(x: Exchange, trace: TraceContext, ms: number): void {
    const { head, client, rule, backend, endpoint } = x;
    this.#options.tracing?.recorder.record({
      trace,
      startedAt: Date.now() - ms,
      ms,
      method: head.method,
      scheme: client.isSecure ? 'https' : 'http',
      host: head.host,
      path: maskPath(x.path),
      status: x.status,
      ...(rule ? { route: rule.id } : {}),
      ...(backend ? { backend: backend.id } : {}),
      ...(endpoint ? { endpoint: endpoint.id } : {}),
      ...(x.retries > 0 ? { retries: x.retries } : {}),
    });
  }
}

/** One line of the access log. No query and no field; addresses and long numbers are masked: they may be personal data. */
function accessEntry(x: Exchange, ms: number): Record<string, unknown> {
  return {
    requestId: x.requestId,
    client: maskAddress(x.client.address),
    method: x.head.method,
    host: x.head.host,
    path: maskPath(x.path),
    status: x.status,
    ms: Math.round(ms * 10) / 10,
    received: x.bytesIn,
    sent: x.bytesOut,
    ...(x.rule ? { route: x.rule.id } : {}),
    ...(x.endpoint ? { endpoint: `${x.endpoint.backend}#${x.endpoint.id}` } : {}),
    ...(x.user ? { user: x.user } : {}),
    ...(x.caller ? { caller: x.caller } : {}),
    ...(x.trace ? { traceId: x.trace.traceId } : {}),
    ...(x.retries > 0 ? { retries: x.retries } : {}),
    ...(x.why ? { problem: x.why } : {}),
  };
}

function callersSince(by: 'consumer' | 'department', now: TrafficSnapshot, before: TrafficSnapshot | undefined) {
  const known = new Map<string, NamedNumbers[1]>(before?.series[by]);
  return now.series[by]
    .map(([name, numbers]) => {
      const was = known.get(name);
      const { requests, errors } = redView(Float64Array.from(numbers), was && Float64Array.from(was));
      return { by, name, requests, errors };
    })
    .filter(({ requests }) => requests > 0)
    .sort((a, b) => b.requests - a.requests)
    .slice(0, mostCallers);
}
