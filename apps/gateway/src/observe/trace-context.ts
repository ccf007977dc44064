import { randomBytes } from 'node:crypto';

/** Where a request stands in its trace. W3C Trace Context, section 3.2. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  traceId: string;
  /** 16 hexadecimal digits: the caller's span. */
  parentId?: string;
  /** 16 hexadecimal digits: this gateway's span. */
  spanId: string;
  sampled: boolean;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const zeroTrace = '0'.repeat(32);
const zeroSpan = '0'.repeat(16);

/**
 * Goes on with the caller's trace where `traceparent` is well formed, else begins one. A caller from outside may join its requests to a
 * trace, but whether this gateway records it is decided here: `sample` draws from 0 to 1.
 */
export function traceOf(traceparent: string | undefined, rate: number, sample: number): TraceContext {
  const match = traceparent === undefined ? null : form.exec(traceparent);
  const [, version, traceId, parentId, , more] = match ?? [];
  const isKnown =
    version !== undefined && version !== 'ff' && (version !== '00' || more === undefined) && traceId !== zeroTrace && parentId !== zeroSpan;
  const spanId = randomBytes(8).toString('hex');
  const sampled = sample < rate;
  if (!isKnown || !traceId || !parentId) return { traceId: randomBytes(16).toString('hex'), spanId, sampled };
  return { traceId, parentId, spanId, sampled };
}

/** What the backend is told. */
export function traceparentOf({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}
