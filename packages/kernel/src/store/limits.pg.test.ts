import { randomUUID } from 'node:crypto';
import { defineKind, type KubeObject } from '@dizuo/api';
import { openStore, quotaCounts } from '@dizuo/kernel';
import { openTestStore, testMasterKey } from '@dizuo/testkit';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WriteItem } from './store.ts';

const Thing = defineKind({
  group: 'test.dizuo',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  scope: 'Cluster',
  title: { zh: '物', en: 'Thing' },
  description: 'For tests',
  body: Type.Object({ spec: Type.Object({ take: Type.Integer() }) }),
});

let store: Awaited<ReturnType<typeof openTestStore>>;
let other: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  store = await openTestStore([Thing]);
  other = await openStore({ access: store.database.access, masterKey: testMasterKey, kinds: [Thing] });
});
afterAll(async () => {
  await other.close();
  await store.close();
});

const use = (scope: string, amount: number) => [{ scope, resource: 'systems', amount }];
const create = (name: string, scope: string, take = 1): WriteItem => ({
  op: 'create',
  kind: Thing,
  object: { apiVersion: 'test.dizuo/v1', kind: 'Thing', metadata: { name, uid: randomUUID() }, spec: { take } },
  usage: use(scope, take),
});
const at = ({ metadata }: KubeObject) => ({ uid: metadata.uid ?? '', resourceVersion: metadata.resourceVersion ?? '' });
const resize = (object: KubeObject, scope: string, take: number): WriteItem => ({
  op: 'update',
  kind: Thing,
  object: { ...object, spec: { take } },
  usage: use(scope, take),
  ...at(object),
});
const remove = (object: KubeObject): WriteItem => ({ op: 'delete', kind: Thing, object, ...at(object) });
const ratchet = (scope: string, systems: number | null): WriteItem => ({ op: 'limits', scope, hard: { systems }, ratchet: true });
const limit = (scope: string, systems: number): WriteItem => ({ op: 'limits', scope, hard: { systems } });
const put = (...items: WriteItem[]) => store.write({ items });
const state = async (scope: string) => (await quotaCounts(store.systemPool, scope))[0];

/** `n` things of one system each in a scope, with a ratchet at their number. */
async function opened(scope: string, n: number): Promise<KubeObject[]> {
  return put(...Array.from({ length: n }, (_, i) => create(`${scope}-${i}`, scope)), ratchet(scope, null));
}

describe('limits', () => {
  it('hold after the whole group: what one write frees another takes, whichever comes first', async () => {
    const [first] = (await put(create('full', 'full'), limit('full', 1))) as [KubeObject];
    const [second] = (await put(create('next', 'full'), remove(first))) as [KubeObject];
    await expect(put(create('two', 'full'), create('three', 'full'), remove(second))).rejects.toMatchObject({
      code: 'QuotaExceeded',
      details: { name: 'three', resource: 'systems', used: 1, requested: 1, hard: 1 },
    });
    expect(await state('full')).toEqual({ resource: 'systems', used: 1, hard: 1, ratchet: false });
  });

  it('let pass what takes no more than before, even over the limit', async () => {
    const [big, small] = (await put(create('big', 'over', 5), create('small', 'over', 1))) as [KubeObject, KubeObject];
    await put(limit('over', 2));
    const [smaller] = (await put(resize(big, 'over', 4), resize(small, 'over', 2))) as [KubeObject];
    await expect(put(resize(smaller, 'over', 5))).rejects.toMatchObject({ code: 'QuotaExceeded' });
  });

  it('of a scope are replaced as a whole and end with an empty set', async () => {
    await put(limit('gone', 1), { op: 'limits', scope: 'gone', hard: { other: 3 } });
    expect(await quotaCounts(store.systemPool, 'gone')).toEqual([{ resource: 'other', used: 0, hard: 3, ratchet: false }]);
    await put({ op: 'limits', scope: 'gone', hard: {} });
    expect(await quotaCounts(store.systemPool, 'gone')).toEqual([]);
  });
});

describe('limits that fall', () => {
  it('start at what is used in the commit that sets them, also by writes after them in it', async () => {
    await put(create('s-0', 'start'));
    await put(ratchet('start', null), create('s-1', 'start'));
    expect(await state('start')).toEqual({ resource: 'systems', used: 2, hard: 2, ratchet: true });
    await put(ratchet('nothing', null));
    expect(await state('nothing')).toMatchObject({ used: 0, hard: 0 });
  });

  it('fall with the use and never rise: not by deleting and creating again, not by setting them again', async () => {
    const [first] = (await opened('fall', 3)) as [KubeObject];
    await put(remove(first));
    expect(await state('fall')).toMatchObject({ used: 2, hard: 2 });
    await expect(put(create('fall-again', 'fall'))).rejects.toMatchObject({ code: 'QuotaExceeded', details: { used: 2, hard: 2 } });
    for (const again of [9, null]) {
      await put(ratchet('fall', again));
      expect(await state('fall')).toMatchObject({ used: 2, hard: 2 });
    }
    await expect(put(ratchet('fall', 9), create('fall-again', 'fall'))).rejects.toMatchObject({ code: 'QuotaExceeded' });
  });

  it('stay where one commit gives back and takes as much', async () => {
    const [first] = (await opened('swap', 2)) as [KubeObject];
    await put(remove(first), create('swapped', 'swap'));
    expect(await state('swap')).toMatchObject({ used: 2, hard: 2 });
  });

  it('given above the use are a room to fill, until something is given back', async () => {
    const [first] = (await put(create('room-0', 'room'), create('room-1', 'room'), ratchet('room', 4))) as [KubeObject];
    await put(create('room-2', 'room'));
    expect(await state('room')).toMatchObject({ used: 3, hard: 4 });
    await put(remove(first));
    expect(await state('room')).toMatchObject({ used: 2, hard: 2 });
  });

  it('of a refused group have not fallen', async () => {
    const [first, second] = (await opened('refused', 2)) as [KubeObject, KubeObject];
    await expect(put(remove(first), { ...remove(second), resourceVersion: '1' } as WriteItem)).rejects.toMatchObject({ code: 'Conflict' });
    expect(await state('refused')).toMatchObject({ used: 2, hard: 2 });
  });

  it('end with their object, and then bind nobody', async () => {
    await opened('ended', 1);
    await put({ op: 'limits', scope: 'ended', hard: {} });
    await put(create('ended-more', 'ended'));
    expect(await state('ended')).toEqual({ resource: 'systems', used: 2, ratchet: false });
  });

  it('hold against writers of two servers that delete and create at once', async () => {
    const things = await opened('race', 20);
    let most = 20;
    let watching = true;
    const sampled = (async () => {
      const seen: number[] = [];
      while (watching) {
        const { used, hard = 0 } = (await state('race')) ?? { used: 0 };
        if (used > hard) seen.push(used);
        if (hard > most) seen.push(hard);
        most = hard;
      }
      return seen;
    })();
    const writes = things.flatMap((thing, i) => {
      const [one, two] = i % 2 ? [store, other] : [other, store];
      return [
        one.write({ items: [remove(thing)] }),
        two.write({ items: [create(`race-new-${i}`, 'race')] }),
        two.write({ items: [create(`race-more-${i}`, 'race')] }),
      ];
    });
    const results = await Promise.allSettled(writes);
    watching = false;
    expect(await sampled).toEqual([]);
    const created = results.filter((r, i) => r.status === 'fulfilled' && i % 3 !== 0).length;
    // Whatever was created after a deletion would have raised the count again.
    expect(await state('race')).toMatchObject({ used: created, hard: created });
    expect(created).toBe(0);
  });
});
