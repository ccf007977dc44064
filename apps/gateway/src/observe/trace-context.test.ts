import { describe, expect, it } from 'vitest';
import { traceOf, traceparentOf } from './trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';

describe('trace context', () => {
  it('goes on with the caller’s trace, and names its own span', () => {
    const trace = traceOf(`00-${traceId}-${parentId}-01`, 1, 0.5);
    expect(trace).toMatchObject({ traceId, parentId, sampled: true });
    expect(traceparentOf(trace)).toBe(`00-${traceId}-${trace.spanId}-01`);
    expect(trace.spanId).not.toBe(parentId);
  });

  it('decides itself what is recorded', () => {
    expect(traceOf(`00-${traceId}-${parentId}-01`, 0.1, 0.5).sampled).toBe(false);
    expect(traceOf(`00-${traceId}-${parentId}-00`, 0.1, 0.05).sampled).toBe(true);
  });

  it('takes later versions that say more', () => {
    expect(traceOf(`01-${traceId}-${parentId}-01-extra`, 0, 0)).toMatchObject({ traceId, parentId });
  });

  it.each([
    ['nothing', undefined],
    ['a version that is forbidden', `ff-${traceId}-${parentId}-01`],
    ['more than version 00 has', `00-${traceId}-${parentId}-01-extra`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${parentId}-01`],
    ['a span of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['upper case', `00-${traceId.toUpperCase()}-${parentId}-01`],
    ['something else', 'hello'],
  ])('begins anew with %s', (_why, header) => {
    const trace = traceOf(header, 0, 1);
    expect(trace.traceId).not.toBe(traceId);
    expect(trace).not.toHaveProperty('parentId');
    expect(traceparentOf(trace)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });
});
