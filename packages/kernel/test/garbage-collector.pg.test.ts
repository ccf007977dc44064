import { type FieldError, type OwnerReference, say } from '@dizuo/api';
import { controllerPrincipal, createLeadership, createObjectClient, type Leadership, runGarbageCollector, serve } from '@dizuo/kernel';
import { startTestApi, type TestApi, Widget } from '@dizuo/testkit';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';

let api: TestApi;
let leadership: Leadership;
const stays: FieldError = { field: 'spec.color', reason: 'FieldValueForbidden', message: say('RedStays')`red ones stay` };
const log = pino({ level: 'silent' });

beforeAll(async () => {
  api = await startTestApi([serve(Widget, { validateDelete: ({ spec }) => (spec.color === 'red' ? [stays] : []) })]);
  leadership = createLeadership({ leases: api.store.leases, holder: 'test', log, ttlMs: 3000 });
  runGarbageCollector({
    store: api.store,
    systemPool: api.store.systemPool,
    kinds: api.pipeline.kinds,
    leadership,
    clientFor: (name, lease) => createObjectClient({ pipeline: api.pipeline, principal: controllerPrincipal(name), lease }),
    log,
    everyMs: 500,
  });
});
afterAll(async () => {
  await leadership.close();
  await api.close();
});

async function make(name: string, ...owners: string[]) {
  const ownerReferences: OwnerReference[] = [];
  for (const owner of owners) {
    const { metadata } = (await api.client.get(Widget, { namespace: 'default', name: owner })) ?? { metadata: { uid: '' } };
    ownerReferences.push({ apiVersion: 'test.dizuo/v1', kind: 'Widget', name: owner, uid: metadata.uid ?? '' });
  }
  return api.client.create(Widget, { metadata: { namespace: 'default', name, ownerReferences }, spec: { size: 1 } });
}
const names = async () => (await api.client.list(Widget, { namespace: 'default' })).map((w) => w.metadata.name).sort();
const remove = (name: string, propagation?: 'Background' | 'Foreground' | 'Orphan') =>
  api.client.delete(Widget, { namespace: 'default', name }, propagation ? { propagation } : {});

it('takes dependents along, down the whole tree, but not one with another owner', async () => {
  await make('root');
  await make('other');
  await make('child', 'root');
  await make('grandchild', 'child');
  await make('shared', 'root', 'other');
  await remove('root');
  await expect.poll(names).toEqual(['other', 'shared']);
  await remove('other');
  await expect.poll(names).toEqual([]);
});

it('in the foreground the owner goes last', async () => {
  await make('owner');
  const held = await make('held', 'owner');
  await api.client.update(Widget, { ...held, metadata: { ...held.metadata, finalizers: ['test.dizuo/hold'] } });
  await remove('owner', 'Foreground');
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(await names()).toEqual(['held', 'owner']);
  await api.client.modify(Widget, { namespace: 'default', name: 'held' }, (w) => ({
    ...w,
    metadata: { ...w.metadata, finalizers: w.metadata.finalizers?.filter((f: string) => f !== 'test.dizuo/hold') },
  }));
  await expect.poll(names).toEqual([]);
});

it('lets orphans go', async () => {
  await make('parent');
  await make('orphan', 'parent');
  await remove('parent', 'Orphan');
  await expect.poll(names).toEqual(['orphan']);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(await names()).toEqual(['orphan']);
  expect((await api.client.get(Widget, { namespace: 'default', name: 'orphan' }))?.metadata.ownerReferences ?? []).toEqual([]);
});

it('what may not be deleted keeps nothing else waiting, and goes when it may', async () => {
  await make('gone');
  const kept = await make('a-kept', 'gone');
  await make('z-taken', 'gone');
  await api.client.update(Widget, { ...kept, spec: { ...kept.spec, color: 'red' } });
  await remove('gone');
  await expect.poll(names, { timeout: 10_000 }).toEqual(['a-kept', 'orphan']);
  await api.client.modify(Widget, { namespace: 'default', name: 'a-kept' }, (w) => ({
    ...w,
    spec: { ...w.spec, color: 'green' as const },
  }));
  await expect.poll(names, { timeout: 10_000 }).toEqual(['orphan']);
});
