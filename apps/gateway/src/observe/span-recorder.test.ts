import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { otlpRecorder } from './span-recorder.ts';

it('sends spans to a collector as OTLP', async () => {
  const bodies: Buffer[] = [];
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as { port: number };
  const recorder = otlpRecorder(`http://127.0.0.1:${port}/v1/traces`, 'test');
  const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', parentId: '00f067aa0ba902b7', spanId: '1111111111111111', sampled: true };
  const request = { method: 'GET', scheme: 'https', host: 'app.example', path: '/x', route: 't/r/0', backend: 'Workload/t/a' };
  recorder.record({ trace, startedAt: 1_800_000_000_123, ms: 12.5, status: 502, ...request });
  await recorder.stop();
  collector.close();
  const { resourceSpans } = JSON.parse(Buffer.concat(bodies).toString());
  const [span] = resourceSpans[0].scopeSpans[0].spans;
  expect(span).toMatchObject({
    traceId: trace.traceId,
    spanId: trace.spanId,
    parentSpanId: trace.parentId,
    name: 'GET t/r/0',
    startTimeUnixNano: '1800000000123000000',
    endTimeUnixNano: '1800000000135500000',
    status: { code: 2 },
  });
  const attributes = span.attributes as { key: string; value: { stringValue?: string; intValue?: number } }[];
  expect(attributes.find(({ key }) => key === 'http.response.status_code')?.value.intValue).toBe(502);
  expect(attributes.find(({ key }) => key === 'dizuo.gateway.backend')?.value.stringValue).toBe('Workload/t/a');
});
