import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corsCases } from './cases/cors.cases.ts';
import { gatewayCases } from './cases/gateway.cases.ts';
import { grpcCases } from './cases/grpc.cases.ts';
import { headerCases } from './cases/headers.cases.ts';
import { matchingCases } from './cases/matching.cases.ts';
import { protocolCases } from './cases/protocols.cases.ts';
import { redirectCases } from './cases/redirects.cases.ts';
import { referenceCases } from './cases/references.cases.ts';
import { trafficCases } from './cases/traffic.cases.ts';
import type { Case } from './conformance-case.ts';
import { hold } from './hold.ts';
import { notSupported } from './not-supported.ts';
import { startWorld, type World } from './world.ts';

/** Each case of the Kubernetes Gateway API project's conformance tests that concerns what this platform serves. */
const cases: readonly Case[] = [
  ...matchingCases,
  ...redirectCases,
  ...headerCases,
  ...trafficCases,
  ...corsCases,
  ...protocolCases,
  ...referenceCases,
  ...grpcCases,
  ...gatewayCases,
];

const passed = new Set<Case>();
let requests = 0;
let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await world?.close();
  report();
});

const resources = [...new Set(cases.map(({ resource }) => resource))];
describe.each(resources)('%s', (resource) => {
  it.each(cases.filter((one) => one.resource === resource))('$name', async (one) => {
    try {
      await world.apply(one.objects);
      for (const row of one.requests ?? []) {
        requests += 1;
        await hold(world, row, one.at);
      }
      await one.check?.(world);
      passed.add(one);
    } finally {
      await world.remove(one.objects);
    }
  });
});

it('what the class says that it supports is what cases hold', async () => {
  const { status } = await world.get({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'dizuo' },
    spec: {},
  });
  const held = new Set(['Gateway', 'HTTPRoute', 'GRPCRoute', 'ReferenceGrant', ...cases.flatMap(({ feature }) => feature ?? [])]);
  expect(status?.supportedFeatures?.map(({ name }) => name)).toEqual([...held].sort());
});

/** `conformance: passed / total`, by resource, and what is not supported. */
function report(): void {
  const lines = resources.map((resource) => {
    const own = cases.filter((one) => one.resource === resource);
    return `conformance: ${resource} ${own.filter((one) => passed.has(one)).length} / ${own.length}`;
  });
  const failed = cases.filter((one) => !passed.has(one)).map(({ name }) => name);
  process.stdout.write(
    [
      ...lines,
      `conformance: ${passed.size} / ${cases.length} cases, ${requests} requests beside those of checks`,
      ...(failed.length > 0 ? [`conformance: failed: ${failed.join(', ')}`] : []),
      ...notSupported.map(({ feature, why }) => `conformance: not supported: ${feature}: ${why}`),
    ]
      .map((line) => `${line}\n`)
      .join(''),
  );
}
