import { once } from 'node:events';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { Case, Row } from '../conformance-case.ts';
import { httpRoute, to, under } from '../objects.ts';

const org = 'example.org';
const second = 'second-example.org';
const third = 'third-example.wildcard.org';
const fourth = 'fourth-example.wildcard.org';
const fifth = 'fifth-example.wildcard.org';
const unknown = 'unknown-example.org';

/** Name in the handshake, host of the request, what comes of it. */
const names: [servername: string, host: string, expected: string | number][] = [
  [org, org, 'one'],
  [org, second, 421],
  [org, unknown, 404],
  [second, second, 'two'],
  [second, org, 421],
  [second, unknown, 421],
  [third, third, 'three'],
  [third, fifth, 'three'],
  [third, fourth, 421],
  [third, second, 421],
  [third, unknown, 421],
  [fourth, fourth, 'one'],
  [fourth, fifth, 421],
  [unknown, org, 'one'],
  [unknown, unknown, 404],
];
const misdirected = names.flatMap(([servername, host, expected]): Row[] =>
  [true, false].map((http2): Row => [`${host}/misdirected`, expected, { tls: { servername }, http2 }]),
);
const onListener = (sectionName: string) => ({ parents: [{ name: 'secure', sectionName }] });

export const protocolCases: readonly Case[] = [
  {
    name: 'HTTPRouteBackendProtocolH2C',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteBackendProtocolH2C',
    objects: [httpRoute('http2', [{ backendRefs: [to('http2', { port: 8081 })] }])],
    requests: [
      ['/', { from: 'http2', got: { protocol: 'HTTP/2.0' } }, { http2: true }],
      ['/', { from: 'http2', got: { protocol: 'HTTP/2.0' } }],
    ],
  },
  {
    name: 'HTTPRouteBackendProtocolWebSocket',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteBackendProtocolWebSocket',
    objects: [httpRoute('web-socket', [{ backendRefs: [to('web-socket', { port: 8082 })] }])],
    async check(world) {
      const socket = new WebSocket(`ws://127.0.0.1:${world.portOf('same-namespace')}/`, { headers: { host: 'conformance.example' } });
      await once(socket, 'open');
      for (const message of ['a text', Buffer.from([1, 2, 3, 4, 5, 6, 7])]) {
        const isBinary = typeof message !== 'string';
        socket.send(message, { binary: isBinary });
        const [back, cameBinary] = (await once(socket, 'message')) as [Buffer, boolean];
        expect(cameBinary).toBe(isBinary);
        expect(back.equals(Buffer.from(message as string))).toBe(true);
      }
      socket.terminate();
    },
  },
  {
    name: 'HTTPRouteHTTPSListener',
    resource: 'HTTPRoute',
    objects: [
      httpRoute('secure', [{ backendRefs: [to('one')] }], { parents: ['secure'], hostnames: [org] }),
      httpRoute('secure-any-host', [{ backendRefs: [to('two')] }], onListener('with-hostname')),
    ],
    at: { gateway: 'secure', port: 443 },
    requests: [
      [`${org}/`, 'one', { tls: { servername: org } }],
      [`${unknown}/`, 404, { tls: { servername: unknown } }],
      [`${second}/`, 'two', { tls: { servername: second } }],
    ],
  },
  {
    name: 'HTTPRouteHTTPSListenerDetectMisdirectedRequests',
    resource: 'HTTPRoute',
    feature: 'GatewayHTTPSListenerDetectMisdirectedRequests',
    objects: [
      httpRoute('misdirected-1', [under('/misdirected', { backendRefs: [to('one')] })], { ...onListener('https'), hostnames: [org] }),
      httpRoute('misdirected-2', [under('/misdirected', { backendRefs: [to('two')] })], onListener('with-hostname')),
      httpRoute('misdirected-3', [under('/misdirected', { backendRefs: [to('three')] })], onListener('with-wildcard')),
      httpRoute('misdirected-4', [under('/misdirected', { backendRefs: [to('one')] })], onListener('within-wildcard')),
    ],
    at: { gateway: 'secure', port: 443 },
    requests: misdirected,
  },
];
