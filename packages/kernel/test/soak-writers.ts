import { randomUUID } from 'node:crypto';
import { AppError, type KubeObject } from '@dizuo/api';
import type { OpenStore, WriteItem } from '@dizuo/kernel';
import { Grain } from './soak-servers.ts';

const namespaces = ['n0', 'n1', 'n2', 'n3'] as const;
const colors = ['red', 'green', 'gold'] as const;
const namesEach = 250;

export interface Written {
  changes: number;
  /** Updates and deletions sent with a version that was known to be old, and how many of them were refused as they must be. */
  stale: number;
  staleRefused: number;
  /** Writes that lost against another writer. */
  lost: number;
}

/**
 * Writers of both servers on the same thousand names: what one believes of an object is often overtaken by another. Ends when
 * together they have made so many changes.
 */
export async function writeThrough(stores: readonly OpenStore[], changes: number, each: number): Promise<Written> {
  const written: Written = { changes: 0, stale: 0, staleRefused: 0, lost: 0 };
  const known = new Map<string, KubeObject>();
  const overtaken: KubeObject[] = [];
  const writers = stores.flatMap((store) => Array.from({ length: each }, () => store));
  await Promise.all(writers.map((store) => writeUntil(store, changes, written, known, overtaken)));
  return written;
}

async function writeUntil(store: OpenStore, changes: number, written: Written, known: Map<string, KubeObject>, overtaken: KubeObject[]) {
  while (written.changes < changes) {
    const old = Math.random() < 0.02 ? overtaken.at(Math.floor(Math.random() * overtaken.length)) : undefined;
    if (old) {
      written.stale += 1;
      if (await isRefused(store, Math.random() < 0.5 ? update(old) : remove(old))) written.staleRefused += 1;
      continue;
    }
    const namespace = any(namespaces);
    const name = `g${Math.floor(Math.random() * namesEach)}`;
    const key = `${namespace}/${name}`;
    const before = known.get(key);
    const item = before ? (Math.random() < 0.1 ? remove(before) : update(before)) : create(namespace, name);
    try {
      const [object] = await store.write({ items: [item] });
      written.changes += 1;
      // The answers of two servers may cross: only the newer one is believed.
      const believed = known.get(key);
      if (!object || (believed && believed !== before && versionOf(believed) > versionOf(object))) continue;
      if (item.op === 'delete') known.delete(key);
      else known.set(key, object);
      if (before) overtaken[Math.floor(Math.random() * 500)] = before;
    } catch (error) {
      if (!(error instanceof AppError) || !['Conflict', 'NotFound', 'AlreadyExists'].includes(error.code)) throw error;
      written.lost += 1;
      const now = await store.get(Grain, { namespace, name }, 'system');
      if (now) known.set(key, now);
      else known.delete(key);
    }
  }
}

async function isRefused(store: OpenStore, item: WriteItem): Promise<boolean> {
  try {
    await store.write({ items: [item] });
    return false;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'Conflict' || error.code === 'NotFound')) return true;
    throw error;
  }
}

/** One more object that every watcher of the test selects, so that each knows when it has seen all. */
export async function writeFence(store: OpenStore): Promise<void> {
  const fence = create('n0', 'fence');
  await store.write({ items: [{ ...fence, object: { ...fence.object, spec: { color: 'gold', value: 0 } } }] });
}

let value = 0;

function create(namespace: string, name: string) {
  value += 1;
  const object: KubeObject = {
    apiVersion: Grain.apiVersion,
    kind: Grain.kind,
    metadata: { name, namespace, uid: randomUUID() },
    spec: { color: any(colors), value },
  };
  return { op: 'create' as const, kind: Grain, object, usage: [] };
}

function update(old: KubeObject): WriteItem {
  value += 1;
  const object = { ...old, spec: { color: any(colors), value } };
  return { op: 'update', kind: Grain, object, usage: [], ...versionAndUid(old) };
}

function remove(old: KubeObject): WriteItem {
  return { op: 'delete', kind: Grain, object: old, ...versionAndUid(old) };
}

function versionAndUid({ metadata }: KubeObject) {
  return { uid: metadata.uid ?? '', resourceVersion: metadata.resourceVersion ?? '' };
}

function versionOf({ metadata }: KubeObject): number {
  return Number(metadata.resourceVersion);
}

function any<T>(of: readonly T[]): T {
  return of[Math.floor(Math.random() * of.length)] as T;
}
