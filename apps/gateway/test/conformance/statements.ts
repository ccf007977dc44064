import type { Condition } from '@dizuo/api';
import { expect } from 'vitest';
import type { ListenerStatus, Manifest } from './objects.ts';
import type { World } from './world.ts';

/** What cases say of statuses and shares. */

/** The condition of a route on each of its parents. `reason` alone: it is False for that reason. */
async function routeCondition(world: World, route: Manifest, type: string, expected: Partial<Condition>): Promise<void> {
  const { status, metadata } = await world.get(route);
  expect(status?.parents?.length, `parents of ${metadata.name}`).toBeGreaterThan(0);
  for (const { conditions } of status?.parents ?? [])
    expect(conditions, `conditions of ${metadata.name}`).toContainEqual(expect.objectContaining({ type, ...expected }));
}

export const acceptedReason = (world: World, route: Manifest, reason: string) =>
  routeCondition(world, route, 'Accepted', { status: 'False', reason });
export const isAccepted = (world: World, route: Manifest) =>
  routeCondition(world, route, 'Accepted', { status: 'True', reason: 'Accepted' });
export const resolvedReason = (world: World, route: Manifest, reason: string) =>
  routeCondition(world, route, 'ResolvedRefs', { status: 'False', reason });
export const isResolved = (world: World, route: Manifest) =>
  routeCondition(world, route, 'ResolvedRefs', { status: 'True', reason: 'ResolvedRefs' });

/** How many routes are attached to each listener. */
export async function attachedTo(world: World, gateway: Manifest, counts: Record<string, number>): Promise<void> {
  const { status } = await world.get(gateway);
  expect(Object.fromEntries((status?.listeners ?? []).map((l) => [l.name, l.attachedRoutes]))).toEqual(counts);
}

async function listener(world: World, gateway: Manifest, name: string): Promise<ListenerStatus> {
  const { status } = await world.get(gateway);
  const found = status?.listeners?.find((l) => l.name === name);
  if (!found) throw new Error(`no status of listener ${name}`);
  return found;
}

/** Conditions of a listener by type: `True`, or the reason why it is False. */
export async function listenerStates(world: World, gateway: Manifest, name: string, expected: Record<string, string>): Promise<void> {
  const { conditions } = await listener(world, gateway, name);
  for (const [type, state] of Object.entries(expected)) {
    const wanted = state === 'True' || state === 'False' ? { type, status: state } : { type, status: 'False', reason: state };
    expect(conditions, `conditions of listener ${name}`).toContainEqual(expect.objectContaining(wanted));
  }
}

export async function supportedKinds(world: World, gateway: Manifest, name: string, kinds: string[]): Promise<void> {
  expect((await listener(world, gateway, name)).supportedKinds.map(({ kind }) => kind)).toEqual(kinds);
}

export async function gatewayCondition(world: World, gateway: Manifest, expected: Partial<Condition>): Promise<void> {
  expect((await world.get(gateway)).status?.conditions).toContainEqual(expect.objectContaining(expected));
}

const rounds = 400;

/** Asks many times who answers: each backend has its share, within four standard deviations. */
export async function shareOf(shares: Record<string, number>, askOnce: () => Promise<string | undefined>): Promise<void> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < rounds; i += 20)
    for (const name of await Promise.all(Array.from({ length: 20 }, askOnce))) counts[String(name)] = (counts[String(name)] ?? 0) + 1;
  for (const [name, share] of Object.entries(shares)) expectShare(counts[name] ?? 0, rounds, share, name);
}

export function expectShare(count: number, of: number, share: number, what: string): void {
  const margin = 4 * Math.sqrt(of * share * (1 - share));
  expect(count, what).toBeGreaterThanOrEqual(of * share - margin);
  expect(count, what).toBeLessThanOrEqual(of * share + margin);
}
