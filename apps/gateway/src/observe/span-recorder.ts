import { type Attributes, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace';
import type { TraceContext } from './trace-context.ts';

/** One request, as its span tells of it. OpenTelemetry, "Semantic conventions for HTTP spans". */
export interface RequestSpan {
  trace: TraceContext;
  /** Milliseconds since 1970. */
  startedAt: number;
  ms: number;
  method: string;
  /** Id of the rule, which names the span; few, unlike paths. */
  route?: string;
  scheme: string;
  host: string;
  /** Masked. */
  path: string;
  /** 0 where the exchange broke before an answer. */
  status: number;
  backend?: string;
  endpoint?: string;
  retries?: number;
}

/** Takes spans of sampled requests, and sends them in batches in the background. */
export interface SpanRecorder {
  record(span: RequestSpan): void;
  stop(): Promise<void>;
}

const scope = { name: 'dizuo-gateway' };

/** Sends spans to a collector by OTLP over HTTP; `url` ends in `/v1/traces`. What the collector does not take in time is dropped. */
export function otlpRecorder(url: string, instance: string): SpanRecorder {
  const resource = resourceFromAttributes({ 'service.name': 'dizuo-gateway', 'service.instance.id': instance });
  const processor = new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }), maxQueueSize: 4096, scheduledDelayMillis: 1000 });
  return {
    record: (span) => processor.onEnd(readable(span, resource)),
    stop: () => processor.shutdown(),
  };
}

function readable(span: RequestSpan, resource: ReadableSpan['resource']): ReadableSpan {
  const { trace, startedAt, ms } = span;
  const context = { traceId: trace.traceId, spanId: trace.spanId, traceFlags: TraceFlags.SAMPLED };
  const failed = span.status === 0 || span.status >= 500;
  return {
    name: span.route ? `${span.method} ${span.route}` : span.method,
    kind: SpanKind.SERVER,
    spanContext: () => context,
    ...(trace.parentId ? { parentSpanContext: { ...context, spanId: trace.parentId, isRemote: true } } : {}),
    startTime: highResolution(startedAt),
    endTime: highResolution(startedAt + ms),
    duration: highResolution(ms),
    status: failed ? { code: SpanStatusCode.ERROR } : { code: SpanStatusCode.UNSET },
    attributes: attributesOf(span),
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function attributesOf(span: RequestSpan): Attributes {
  return {
    'http.request.method': span.method,
    'url.scheme': span.scheme,
    'url.path': span.path,
    'server.address': span.host,
    ...(span.status > 0 ? { 'http.response.status_code': span.status } : {}),
    ...(span.route ? { 'http.route': span.route } : {}),
    ...(span.backend ? { 'dizuo.gateway.backend': span.backend } : {}),
    ...(span.endpoint ? { 'dizuo.gateway.endpoint': span.endpoint } : {}),
    ...(span.retries ? { 'http.request.resend_count': span.retries } : {}),
  };
}

function highResolution(ms: number): [seconds: number, nanoseconds: number] {
  const seconds = Math.trunc(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}
