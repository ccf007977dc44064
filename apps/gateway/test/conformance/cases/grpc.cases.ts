import { type Client, credentials, Metadata, makeGenericClientConstructor, type ServiceError, status } from '@grpc/grpc-js';
import { expect } from 'vitest';
import type { Case } from '../conformance-case.ts';
import { type Echoed, echoService } from '../echo.ts';
import { gateway, grpcRoute, http, pairs, requestHeaders, to } from '../objects.ts';
import { attachedTo, shareOf } from '../statements.ts';
import type { World } from '../world.ts';

interface CallOptions {
  gateway?: string;
  method?: 'one' | 'two' | 'three';
  metadata?: Record<string, string>;
  authority?: string;
}

/** A call: what the backend got, or the code of the failure. */
async function call(world: World, options: CallOptions = {}): Promise<Echoed | number> {
  const { gateway: name = 'same-namespace', method = 'one', metadata = {}, authority = 'conformance.example' } = options;
  const Echo = makeGenericClientConstructor(echoService, 'Echo');
  const client = new Echo(`127.0.0.1:${world.portOf(name)}`, credentials.createInsecure(), { 'grpc.default_authority': authority });
  const sent = new Metadata();
  for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
  type Method = (request: Buffer, metadata: Metadata, done: (error: ServiceError | null, answer: Buffer) => void) => void;
  return new Promise((resolve) => {
    (client as Client & Record<string, Method>)[method]?.(Buffer.from('{}'), sent, (error, answer) => {
      client.close();
      resolve(error ? error.code : (JSON.parse(answer.toString()) as Echoed));
    });
  });
}

/** Each call with the backend that has to answer it, or the code. */
async function calls(world: World, rows: readonly [CallOptions, string | number][]): Promise<void> {
  for (const [options, expected] of rows) {
    const told = await call(world, options);
    expect(typeof told === 'number' ? told : told.backend, JSON.stringify(options)).toBe(expected);
  }
}

const service = 'district.test.v1.Echo';
const method = (name: string) => ({ method: { service, method: name } });
const rule = (backend: string, ...matches: object[]) => ({ matches, backendRefs: [to(backend)] });
const headers = (values: Record<string, string>) => ({ headers: pairs(values) });
const meta = (metadata: Record<string, string>): CallOptions => ({ metadata });

const listeners = gateway('grpc-hosts', [
  http('bar', { hostname: 'bar.com' }),
  http('foo-bar', { hostname: 'foo.bar.com' }),
  http('all-bar', { hostname: '*.bar.com' }),
  http('all-foo', { hostname: '*.foo.com' }),
]);
const at = (authority: string): CallOptions => ({ gateway: 'grpc-hosts', authority });

const change = { set: { 'X-Set': 'by-route' }, add: { 'X-Add': 'by-route' }, remove: ['X-Remove'] };

export const grpcCases: readonly Case[] = [
  {
    name: 'GRPCExactMethodMatching',
    resource: 'GRPCRoute',
    objects: [grpcRoute('methods', [rule('grpc-one', method('One')), rule('grpc-two', method('Two'))])],
    check: (world) =>
      calls(world, [
        [{ method: 'one' }, 'grpc-one'],
        [{ method: 'two' }, 'grpc-two'],
        [{ method: 'three' }, status.UNIMPLEMENTED],
      ]),
  },
  {
    name: 'GRPCRouteHeaderMatching',
    resource: 'GRPCRoute',
    objects: [
      grpcRoute('metadata', [
        rule('grpc-one', headers({ version: 'one' })),
        rule('grpc-two', headers({ version: 'two' })),
        rule('grpc-one', headers({ version: 'two', color: 'orange' })),
        rule('grpc-one', headers({ color: 'blue' }), headers({ color: 'green' })),
        rule('grpc-two', headers({ color: 'red' }), headers({ color: 'yellow' })),
      ]),
    ],
    check: (world) =>
      calls(world, [
        [meta({ Version: 'one' }), 'grpc-one'],
        [meta({ Version: 'two' }), 'grpc-two'],
        [meta({ Version: 'two', Color: 'orange' }), 'grpc-one'],
        [meta({ Version: 'two', Color: 'blue' }), 'grpc-two'],
        [meta({ Color: 'orange' }), status.UNIMPLEMENTED],
        [meta({ 'Some-Other': 'one' }), status.UNIMPLEMENTED],
        [meta({ Color: 'blue' }), 'grpc-one'],
        [meta({ Color: 'green' }), 'grpc-one'],
        [meta({ Color: 'red' }), 'grpc-two'],
        [meta({ Color: 'yellow' }), 'grpc-two'],
        [meta({ Color: 'purple' }), status.UNIMPLEMENTED],
      ]),
  },
  {
    name: 'GRPCRouteListenerHostnameMatching',
    resource: 'GRPCRoute',
    objects: [
      listeners,
      grpcRoute('grpc-on-bar', [{ backendRefs: [to('grpc-one')] }], { parents: [{ name: 'grpc-hosts', sectionName: 'bar' }] }),
      grpcRoute('grpc-on-foo-bar', [{ backendRefs: [to('grpc-two')] }], { parents: [{ name: 'grpc-hosts', sectionName: 'foo-bar' }] }),
      grpcRoute('grpc-on-all', [{ backendRefs: [to('grpc-three')] }], {
        parents: [
          { name: 'grpc-hosts', sectionName: 'all-bar' },
          { name: 'grpc-hosts', sectionName: 'all-foo' },
        ],
      }),
    ],
    async check(world) {
      await attachedTo(world, listeners, { bar: 1, 'foo-bar': 1, 'all-bar': 1, 'all-foo': 1 });
      await calls(world, [
        [at('bar.com'), 'grpc-one'],
        [at('foo.bar.com'), 'grpc-two'],
        [at('baz.bar.com'), 'grpc-three'],
        [at('boo.bar.com'), 'grpc-three'],
        [at('multiple.prefixes.bar.com'), 'grpc-three'],
        [at('multiple.prefixes.foo.com'), 'grpc-three'],
        [at('foo.com'), status.UNIMPLEMENTED],
        [at('no.matching.host'), status.UNIMPLEMENTED],
      ]);
    },
  },
  {
    name: 'GRPCRouteNamedRule',
    resource: 'GRPCRoute',
    feature: 'GRPCRouteNamedRouteRule',
    objects: [grpcRoute('named', [{ name: 'named-rule', ...rule('grpc-one', method('One')) }, rule('grpc-two', method('Two'))])],
    check: (world) =>
      calls(world, [
        [{ method: 'one' }, 'grpc-one'],
        [{ method: 'two' }, 'grpc-two'],
      ]),
  },
  {
    name: 'GRPCRouteRequestHeaderModifier',
    resource: 'GRPCRoute',
    feature: 'GRPCRouteRequestHeaderModifier',
    objects: [
      grpcRoute('call-headers', [
        { ...rule('grpc-one', method('One')), filters: [requestHeaders(change)] },
        { matches: [method('Two')], backendRefs: [to('grpc-two', { filters: [requestHeaders(change)] })] },
      ]),
    ],
    async check(world) {
      for (const [name, backend] of [
        ['one', 'grpc-one'],
        ['two', 'grpc-two'],
      ] as const) {
        const plain = (await call(world, { method: name, metadata: { other: 'kept' } })) as Echoed;
        expect(plain).toMatchObject({ backend, headers: { other: 'kept', 'x-set': 'by-route', 'x-add': 'by-route' } });
        const metadata = { 'x-set': 'before', 'X-Add': 'before', 'x-remove': 'before' };
        const changed = (await call(world, { method: name, metadata })) as Echoed;
        expect(changed).toMatchObject({ backend, headers: { 'x-set': 'by-route' } });
        expect(changed.headers['x-add']?.split(/, ?/)).toEqual(['before', 'by-route']);
        expect(changed.headers).not.toHaveProperty('x-remove');
      }
    },
  },
  {
    name: 'GRPCRouteWeight',
    resource: 'GRPCRoute',
    objects: [
      grpcRoute('call-weights', [
        { backendRefs: [to('grpc-one', { weight: 70 }), to('grpc-two', { weight: 30 }), to('grpc-three', { weight: 0 })] },
      ]),
    ],
    async check(world) {
      await shareOf({ 'grpc-one': 0.7, 'grpc-two': 0.3, 'grpc-three': 0 }, async () => {
        const told = await call(world);
        return typeof told === 'number' ? String(told) : told.backend;
      });
    },
  },
];
