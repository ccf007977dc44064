import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { until } from '../../platform.ts';
import type { Case, Row } from '../conformance-case.ts';
import type { Echoed } from '../echo.ts';
import { httpRoute, mirror, requestHeaders, to, under } from '../objects.ts';
import { expectShare } from '../statements.ts';
import type { World } from '../world.ts';

const change = { set: { 'X-Set': 'by-route' }, add: { 'X-Add': 'add-1', 'X-Append': 'add-2' }, remove: ['X-Remove'] };
const before = { 'X-Remove': 'before', 'X-Append': 'before' };
const after = { 'x-add': 'add-1', 'x-append': 'before, add-2', 'x-set': 'by-route' };

/** Asks once, and waits until each of these backends has its copy. */
async function mirrored(
  world: World,
  path: string,
  names: string[],
  headers: Record<string, string> = {},
  got: object = {},
): Promise<void> {
  const id = randomUUID();
  const { status, echoed } = await world.ask('same-namespace', { path: `${path}?id=${id}`, headers });
  expect(status).toBe(200);
  expect(echoed).toMatchObject({ backend: 'one', ...got });
  for (const name of names) {
    const copy = await until(`${name} has its copy of ${path}`, () => seen(world, name).find((one) => one.path.endsWith(id)));
    expect(copy, `the copy of ${path}`).toMatchObject({ path: `${path}?id=${id}`, ...got });
    expect(copy.headers).not.toHaveProperty('x-remove');
  }
}

const seen = (world: World, name: string): Echoed[] => world.echoes.get(name)?.seen ?? [];

const copies = 300;

async function mirroredShare(world: World, path: string, share: number): Promise<void> {
  const id = randomUUID();
  for (let i = 0; i < copies; i += 20)
    await Promise.all(Array.from({ length: 20 }, () => world.ask('same-namespace', { path: `${path}?id=${id}` })));
  // Copies go out beside the answers: the last ones follow the last request.
  const count = () => seen(world, 'two').filter((one) => one.path.endsWith(id)).length;
  await mirroredAll(world, id);
  expectShare(count(), copies, share, `copies of ${path}`);
}

/** A request whose every copy goes to the same backend comes after those before it. */
async function mirroredAll(world: World, id: string): Promise<void> {
  await mirrored(world, '/last', ['two'], {}, {});
  await until('every request arrived', () => seen(world, 'one').filter((one) => one.path.endsWith(id)).length >= copies);
}

const failing = (path: string, failures: number, more = ''): string => `${path}?try=${randomUUID()}&failures=${failures}${more}`;
const withCode = (code: number) => `&failWith=${code}`;
const each: Row[] = [500, 502, 503, 504].flatMap((code): Row[] => [
  [failing('/retry/all-2', 1, withCode(code)), 'three'],
  [failing('/retry/all-2', 3, withCode(code)), code],
]);

/** What happens to requests on their way: copies, second attempts, limits of time. */
export const trafficCases: readonly Case[] = [
  {
    name: 'HTTPRouteRequestMirror',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteRequestMirror',
    objects: [
      httpRoute('mirror', [
        under('/mirror', { filters: [mirror('two')], backendRefs: [to('one')] }),
        under('/mirror-and-headers', { filters: [requestHeaders(change), mirror('two')], backendRefs: [to('one')] }),
      ]),
    ],
    async check(world) {
      await mirrored(world, '/mirror', ['two']);
      await mirrored(world, '/mirror-and-headers', ['two'], before, { headers: expect.objectContaining(after) });
    },
  },
  {
    name: 'HTTPRouteRequestMultipleMirrors',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteRequestMultipleMirrors',
    objects: [
      httpRoute('mirrors', [
        under('/mirrors', { filters: [mirror('two'), mirror('three')], backendRefs: [to('one')] }),
        under('/mirrors-and-headers', { filters: [requestHeaders(change), mirror('two'), mirror('three')], backendRefs: [to('one')] }),
      ]),
    ],
    async check(world) {
      await mirrored(world, '/mirrors', ['two', 'three']);
      await mirrored(world, '/mirrors-and-headers', ['two', 'three'], before, { headers: expect.objectContaining(after) });
    },
  },
  {
    name: 'HTTPRouteRequestPercentageMirror',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteRequestPercentageMirror',
    objects: [
      httpRoute('mirror-shares', [
        under('/percent', { filters: [mirror('two', { percent: 20 })], backendRefs: [to('one')] }),
        under('/fraction', { filters: [mirror('two', { fraction: { numerator: 25, denominator: 50 } })], backendRefs: [to('one')] }),
        under('/none', { filters: [mirror('two', { percent: 0 })], backendRefs: [to('one')] }),
        under('/last', { filters: [mirror('two')], backendRefs: [to('one')] }),
      ]),
    ],
    async check(world) {
      await mirroredShare(world, '/percent', 0.2);
      await mirroredShare(world, '/fraction', 0.5);
      await mirroredShare(world, '/none', 0);
    },
  },
  {
    name: 'HTTPRouteRetry',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteRetry',
    objects: [
      httpRoute('retry', [
        under('/retry/500-3', { retry: { codes: [500], attempts: 3 }, backendRefs: [to('three')] }),
        under('/retry/all-2', { retry: { codes: [500, 502, 503, 504], attempts: 2 }, backendRefs: [to('three')] }),
      ]),
    ],
    requests: [
      [failing('/retry/500-3', 2, withCode(500)), 'three'],
      [failing('/retry/500-3', 4, withCode(500)), 500],
      [failing('/retry/500-3', 2, withCode(503)), 503],
      ...each,
      [failing('POST /retry/500-3', 2, withCode(500)), 'three', { body: 'permit=1' }],
    ],
  },
  {
    name: 'HTTPRouteRetryConnectionError',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteRetryConnectionError',
    objects: [httpRoute('retry-resets', [under('/retry', { retry: { attempts: 3 }, backendRefs: [to('three')] })])],
    requests: [
      [failing('/retry', 2), 'three'],
      [failing('/retry', 4), { status: [500, 503] }],
    ],
  },
  {
    name: 'HTTPRouteRetryWithTimeouts',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteRetryBackendTimeout',
    objects: [
      httpRoute('retry-in-time', [
        under('/backend-200ms', { retry: { attempts: 2 }, timeouts: { backendRequest: '200ms' }, backendRefs: [to('three')] }),
        under('/request-400ms', {
          retry: { codes: [500], attempts: 5 },
          timeouts: { backendRequest: '200ms', request: '400ms' },
          backendRefs: [to('three')],
        }),
      ]),
    ],
    requests: [
      [failing('/backend-200ms', 2, '&failWith=500&failAfterMs=1000'), 'three'],
      [failing('/backend-200ms', 3, '&failWith=500&failAfterMs=1000'), 504],
      [failing('/request-400ms', 1, '&failWith=500'), 'three'],
      [failing('/request-400ms', 4, '&failWith=500&failAfterMs=150'), 504],
    ],
  },
  {
    name: 'HTTPRouteTimeoutRequest',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteRequestTimeout',
    objects: [
      httpRoute('request-timeout', [
        under('/limited', { timeouts: { request: '500ms' }, backendRefs: [to('one')] }),
        under('/unlimited', { timeouts: { request: '0s' }, backendRefs: [to('one')] }),
      ]),
    ],
    requests: [
      ['/limited', 'one'],
      ['/limited?delayMs=1500', 504],
      ['/unlimited?delayMs=700', 'one'],
    ],
  },
  {
    name: 'HTTPRouteTimeoutBackendRequest',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteBackendTimeout',
    objects: [
      httpRoute('backend-timeout', [
        under('/limited', { timeouts: { backendRequest: '500ms' }, backendRefs: [to('one')] }),
        under('/unlimited', { timeouts: { backendRequest: '0s' }, backendRefs: [to('one')] }),
      ]),
    ],
    requests: [
      ['/limited', 'one'],
      ['/limited?delayMs=1500', 504],
      ['/unlimited?delayMs=700', 'one'],
    ],
  },
];
