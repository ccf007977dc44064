import type { KubeObject } from '@dizuo/api';
import { Gone, type Selected, type Source } from './soak-servers.ts';

/** What one watcher saw, in order: changes as a version and a fingerprint, and lists as a version and a fingerprint of their content. */
export interface Trace {
  watcher: string;
  selected: Selected;
  versions: number[];
  prints: number[];
  /** Lists, with the number of changes seen before. The first one begins the trace. */
  lists: { before: number; version: number; print: number; size: number }[];
  resumed: number;
  listedAgain: number;
}

/**
 * Lists, watches, drops the connection after a random number of changes, sleeps a little or for long, and resumes from the version
 * of the last change, until the fence is seen. Lists again where the server no longer keeps that version.
 */
export async function followUntilFence(source: Source, selected: Selected, sleepMs: number): Promise<Trace> {
  const trace: Trace = {
    watcher: `${source.name} ${JSON.stringify(selected)}`,
    selected,
    versions: [],
    prints: [],
    lists: [],
    resumed: 0,
    listedAgain: -1,
  };
  let from: string | undefined;
  for (;;) {
    try {
      if (from === undefined) {
        const listed = await listInto(trace, source);
        if (listed.fenced) return trace;
        from = listed.resourceVersion;
      }
      const { last, ended } = await watchInto(trace, source, from, 1 + Math.floor(Math.random() ** 3 * 8000));
      if (ended) return trace;
      from = last;
      trace.resumed += 1;
      // Everybody oversleeps once soon, so that listing again is tried in every run, however short.
      const oversleeps = trace.resumed === 2 || Math.random() < 0.02;
      await new Promise((resolve) => setTimeout(resolve, oversleeps ? sleepMs : Math.random() * 20));
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
      from = undefined;
    }
  }
}

async function listInto(trace: Trace, source: Source): Promise<{ resourceVersion: string; fenced: boolean }> {
  const { resourceVersion, items } = await source.list();
  let print = 0;
  for (const item of items) print ^= stateFingerprint(nameOf(item), Number(item.metadata.resourceVersion));
  trace.lists.push({ before: trace.versions.length, version: Number(resourceVersion), print, size: items.length });
  trace.listedAgain += 1;
  return { resourceVersion, fenced: items.some((item) => item.metadata.name === 'fence') };
}

async function watchInto(trace: Trace, source: Source, from: string, most: number): Promise<{ last: string; ended: boolean }> {
  const abort = new AbortController();
  let last = from;
  let count = 0;
  try {
    for await (const { type, object } of source.watch(from, abort.signal)) {
      last = object.metadata.resourceVersion ?? '';
      if (type === 'BOOKMARK') continue;
      const spec = object.spec as { value: number };
      trace.versions.push(Number(last));
      trace.prints.push(changeFingerprint(type, nameOf(object), spec.value));
      if (object.metadata.name === 'fence') return { last, ended: true };
      count += 1;
      if (count >= most) return { last, ended: false };
    }
    return { last, ended: false };
  } finally {
    abort.abort();
  }
}

function nameOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}

export function changeFingerprint(type: string, name: string, value: number): number {
  return hash(`${type} ${name} ${value}`);
}

/** Combined by exclusive or into one number for a whole list. */
export function stateFingerprint(name: string, version: number): number {
  return hash(`${name}@${version}`);
}

/** FNV-1a with a final mix. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) | 0;
}
