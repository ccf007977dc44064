import type { AddressInfo } from 'node:net';
import { defineKind, type KubeObject } from '@dizuo/api';
import { type Authorizer, createApiServer, KindRegistry, type OpenStore, openStore, Pipeline, type Principal, serve } from '@dizuo/kernel';
import { type TestDatabase, testMasterKey } from '@dizuo/testkit';
import { pino } from 'pino';
import Type from 'typebox';
import { request } from 'undici';

/** A small object that says by itself at which of its states it is. */
export const Grain = defineKind({
  group: 'test.dizuo',
  version: 'v1',
  kind: 'Grain',
  plural: 'grains',
  scope: 'Namespaced',
  title: { zh: '颗粒', en: 'Grain' },
  description: 'For the soak test',
  body: Type.Object({ spec: Type.Object({ color: Type.String(), value: Type.Integer() }) }),
  selectableFields: ['spec.color'],
});

/** What a watcher of the soak selects. */
export interface Selected {
  namespace?: string;
  color?: string;
}

export interface SeenChange {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: KubeObject;
}

/** Where a watcher reads: the store of a server, or its HTTP address. `watch` throws `Gone` where it has to list again. */
export interface Source {
  name: string;
  list(): Promise<{ resourceVersion: string; items: KubeObject[] }>;
  watch(from: string, signal: AbortSignal): AsyncIterable<SeenChange>;
}

export class Gone extends Error {}

export interface SoakServer {
  store: OpenStore;
  source(over: 'store' | 'http', selected: Selected): Source;
  close(): Promise<void>;
}

const everybody: Principal = { type: 'user', name: 'soak', uid: 'soak', groups: [], facts: { departments: [], roles: {}, hash: 'soak' } };
const allowAll: Authorizer = {
  authorize: () => ({ allowed: true, reason: '', policies: [], missing: [] }),
  scope: () => ({ namespaces: '*' }),
  onRightsChanged: () => () => {},
};

/** One of the servers on the same database: a store, and its API over HTTP. */
export async function startSoakServer(name: string, database: TestDatabase): Promise<SoakServer> {
  const store = await openStore({ access: database.access, masterKey: testMasterKey, kinds: [Grain] });
  const pipeline = new Pipeline({ store, kinds: new KindRegistry([serve(Grain)]), authorizer: allowAll });
  const app = createApiServer({
    pipeline,
    store,
    authorizer: allowAll,
    authenticators: [{ name: 'soak', authenticate: async () => everybody }],
    routes: [],
    log: pino({ level: 'silent' }),
    version: '0.1.0',
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    store,
    source: (over, selected) =>
      over === 'store' ? storeSource(`${name}, store`, store, selected) : httpSource(`${name}, HTTP`, url, selected),
    async close() {
      await app.close();
      await store.close();
    },
  };
}

function storeSource(name: string, store: OpenStore, { namespace, color }: Selected): Source {
  const query = { namespace, ...(color ? { fields: [{ path: 'spec.color', op: '=' as const, value: color }] } : {}) };
  return {
    name,
    list: () => store.list(Grain, query, 'system'),
    async *watch(from, signal) {
      try {
        yield* store.watch(Grain, { ...query, from, reader: 'system', signal, bookmarks: true });
      } catch (error) {
        throw (error as { reason?: string }).reason === 'Expired' ? new Gone() : error;
      }
    },
  };
}

function httpSource(name: string, url: string, { namespace, color }: Selected): Source {
  const path = `${url}/apis/test.dizuo/v1/${namespace ? `namespaces/${namespace}/` : ''}grains`;
  const selector: Record<string, string> = color ? { fieldSelector: `spec.color=${color}` } : {};
  return {
    name,
    async list() {
      const items: KubeObject[] = [];
      for (let token: string | undefined; ; ) {
        const query = new URLSearchParams({ ...selector, limit: '300', ...(token ? { continue: token } : {}) });
        const { statusCode, body } = await request(`${path}?${query}`);
        if (statusCode === 410) throw new Gone();
        const page = (await body.json()) as { items: KubeObject[]; metadata: { resourceVersion: string; continue?: string } };
        items.push(...page.items);
        token = page.metadata.continue;
        if (!token) return { resourceVersion: page.metadata.resourceVersion, items };
      }
    },
    async *watch(from, signal) {
      const query = new URLSearchParams({ ...selector, watch: '1', allowWatchBookmarks: 'true', resourceVersion: from });
      const { body } = await request(`${path}?${query}`, { signal });
      yield* changesOf(body);
    },
  };
}

/** Lines of JSON, each whole; what stands after the last line break when the connection ends was never said. */
async function* changesOf(body: AsyncIterable<Buffer>): AsyncIterable<SeenChange> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const { type, object } = JSON.parse(line);
      if (type === 'ERROR') throw object.code === 410 ? new Gone() : new Error(object.message);
      yield { type, object };
    }
  }
}
