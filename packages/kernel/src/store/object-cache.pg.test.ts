import { type Kind, Namespace } from '@dizuo/api';
import { type ObjectCache, openObjectCache, openStore, serve } from '@dizuo/kernel';
import { startTestApi, type TestApi, testMasterKey, Widget } from '@dizuo/testkit';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store, WatchOptions } from './store.ts';

let api: TestApi;
let follower: Awaited<ReturnType<typeof openStore>>;
let cache: ObjectCache;
const abort = new AbortController();
const told: string[] = [];
/** Ends the watch that runs; the next one begins when `interrupted` is settled. */
const interruption = new AbortController();
let interrupted: Promise<void> | undefined;

beforeAll(async () => {
  api = await startTestApi([Namespace, Widget].map((kind) => serve(kind as typeof Widget)));
  follower = await openStore({
    access: api.store.database.access,
    masterKey: testMasterKey,
    kinds: [Namespace, Widget],
    changeWindowSeconds: 1,
  });
  await api.client.create(Widget, { metadata: { namespace: 'a', name: 'early' }, spec: { size: 1 } });
  cache = openObjectCache(interruptible(follower), [Widget], abort.signal, pino({ level: 'silent' }));
  cache.onChange((kind, before, after) => told.push(`${kind.kind} ${before ? 'had' : 'new'} ${after ? after.metadata.name : 'gone'}`));
  await cache.ready;
});
afterAll(async () => {
  abort.abort();
  await follower.close();
  await api.close();
});

function interruptible(store: Store): Store {
  return Object.assign(Object.create(store), {
    async *watch(kind: Kind, options: WatchOptions) {
      await interrupted;
      const signal = interrupted ? options.signal : AbortSignal.any([options.signal, interruption.signal]);
      yield* store.watch(kind, { ...options, signal });
    },
  });
}

const names = () => cache.all(Widget).map(({ metadata }) => metadata.name);
const until = (condition: () => boolean) => expect.poll(condition, { interval: 5 }).toBe(true);

it('holds what was there when it is ready, and then what another server writes', async () => {
  expect(names()).toEqual(['early']);
  const same = cache.all(Widget);
  expect(cache.all(Widget)).toBe(same);
  const made = await api.client.create(Widget, { metadata: { namespace: 'a', name: 'late' }, spec: { size: 2 } });
  await until(() => names().includes('late'));
  expect(cache.get(Widget, { namespace: 'a', name: 'late' })).toEqual(made);
  await api.client.modify(Widget, made.metadata, (widget) => ({ ...widget, spec: { ...widget.spec, size: 3 } }));
  await until(() => cache.get(Widget, { namespace: 'a', name: 'late' })?.spec.size === 3);
  await api.client.delete(Widget, { namespace: 'a', name: 'late' });
  await until(() => !names().includes('late'));
  expect(told).toEqual(['Widget new early', 'Widget new late', 'Widget had late', 'Widget had gone']);
});

it('catches up after an interruption, and tells what came and went meanwhile', async () => {
  told.length = 0;
  const begun = Promise.withResolvers<void>();
  interrupted = begun.promise;
  interruption.abort();
  await api.client.delete(Widget, { namespace: 'a', name: 'early' });
  for (const name of ['x', 'y']) await api.client.create(Widget, { metadata: { namespace: 'a', name }, spec: { size: 1 } });
  expect(told).toEqual([]);
  begun.resolve();
  await until(() => names().length === 2 && told.length === 3);
  expect(names().sort()).toEqual(['x', 'y']);
  expect(told.sort()).toEqual(['Widget had gone', 'Widget new x', 'Widget new y']);
});

it('refuses to answer for a kind that it does not follow', () => {
  expect(() => cache.all(Namespace)).toThrow('namespaces is not in this cache');
});
