import { Namespace, Secret } from '@dizuo/api';
import { serve } from '@dizuo/kernel';
import { startTestApi, type TestApi, Widget } from '@dizuo/testkit';
import { CoreV1Api, CustomObjectsApi, KubeConfig, makeInformer, Watch } from '@kubernetes/client-node';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let api: TestApi;
let dispatcher: Agent;

beforeAll(async () => {
  api = await startTestApi([Namespace, Secret, Widget].map((kind) => serve(kind as typeof Widget)));
  dispatcher = new Agent({ connect: { ca: api.certificates.authority } });
  for (const name of ['default', 'other']) await api.client.create(Namespace, { metadata: { name }, status: { phase: 'Active' } });
});
afterAll(async () => {
  await dispatcher.close();
  await api.close();
});

const base = '/apis/test.dizuo/v1/namespaces/default/widgets';

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(api.url + path, {
    method,
    dispatcher,
    headers: { authorization: 'Bearer default-user', 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: safeJson(text) };
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked into by the assertions
function safeJson(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const widget = (name: string, size: number) => ({ metadata: { name }, spec: { size } });

describe('requests that are wrong', () => {
  it.each([
    ['no JSON', 'POST', base, '{', 400, /JSON/i],
    ['a list for an object', 'POST', base, [], 400, /JSON object/],
    ['metadata is text', 'POST', base, { metadata: 'x' }, 400, /metadata must be an object/],
    ['a name with capitals', 'POST', base, widget('Bad', 1), 422, /metadata\.name/],
    ['another kind', 'POST', base, { ...widget('x', 1), kind: 'Gadget' }, 400, /kind is "Gadget"/],
    ['another namespace in the body', 'POST', base, { metadata: { name: 'x', namespace: 'other' }, spec: { size: 1 } }, 400, /namespace/],
    ['a missing field', 'POST', base, { metadata: { name: 'x' }, spec: {} }, 422, /spec\.size/],
    ['a text for a number', 'POST', base, { metadata: { name: 'x' }, spec: { size: 'big' } }, 422, /spec\.size/],
    ['no version on replace', 'PUT', `${base}/x`, widget('x', 1), 404, /not found/],
    ['an unknown dryRun', 'POST', `${base}?dryRun=Maybe`, widget('x', 1), 400, /dryRun must be All/],
    ['an unknown fieldValidation', 'POST', `${base}?fieldValidation=Hard`, widget('x', 1), 400, /fieldValidation/],
    ['a broken selector', 'GET', `${base}?labelSelector=a%20b%20c`, undefined, 400, /label selector/],
    ['a field nobody selects by', 'GET', `${base}?fieldSelector=spec.size%3D1`, undefined, 400, /cannot be selected/],
    ['a limit that is no number', 'GET', `${base}?limit=many`, undefined, 400, /limit must be a whole number/],
    ['a token from elsewhere', 'GET', `${base}?limit=1&continue=abc`, undefined, 400, /continue/],
    ['a path that is not there', 'GET', '/apis/test.dizuo/v9/widgets', undefined, 404, /not found/],
    ['server-side apply', 'PATCH', `${base}/x`, '{}', 404, /not found/],
  ])('%s', async (_what, method, path, body, status, message) => {
    const answer = await call(method, path, body);
    expect(answer.json).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status });
    expect(answer.status).toBe(status);
    expect(answer.json.message).toMatch(message);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('writes nothing of what it refuses', async () => {
    expect((await call('GET', base)).json.items).toEqual([]);
  });

  it('says what to send instead of server-side apply', async () => {
    await call('POST', base, widget('ssa', 1));
    const answer = await call('PATCH', `${base}/ssa`, 'spec: {}', { 'content-type': 'application/apply-patch+yaml' });
    expect(answer).toMatchObject({ status: 415, json: { reason: 'UnsupportedMediaType' } });
    expect(answer.json.message).toContain('merge patch');
    await call('DELETE', `${base}/ssa`);
  });

  it('turns away a body that is too large before reading it all', async () => {
    const answer = await call('POST', base, { metadata: { name: 'huge' }, spec: { size: 1, options: { x: 'y'.repeat(4_000_000) } } });
    expect(answer.status).toBe(413);
  });

  it('asks for a credential, and knows a bad one', async () => {
    const none = await fetch(api.url + base, { dispatcher });
    expect(none.status).toBe(401);
    const bad = await fetch(api.url + base, { dispatcher, headers: { authorization: 'Basic eA==' } });
    expect([bad.status, ((await bad.json()) as { message: string }).message]).toEqual([401, expect.stringContaining('not known')]);
    expect((await call('GET', '/apis/test.dizuo/v1/namespaces/other/widgets')).status).toBe(403);
  });
});

describe('plain HTTP on the same port', () => {
  it('is answered on this machine', async () => {
    const response = await fetch(`${api.url.replace('https', 'http')}/livez`);
    expect(await response.text()).toBe('ok');
  });
});

describe('versions', () => {
  it('shows and takes an older version, and keeps what it cannot say', async () => {
    await call('POST', base, { metadata: { name: 'two' }, spec: { size: 5, options: { kept: 'yes' } } });
    const path = '/apis/test.dizuo/v1beta1/namespaces/default/widgets/two';
    const old = (await call('GET', path)).json;
    expect(old).toMatchObject({ apiVersion: 'test.dizuo/v1beta1', spec: { dimension: 5 } });
    expect(old.spec.options).toBeUndefined();
    old.spec.dimension = 6;
    expect((await call('PUT', path, old)).status).toBe(200);
    expect((await call('GET', `${base}/two`)).json.spec).toMatchObject({ size: 6, options: { kept: 'yes' } });
  });
});

describe('@kubernetes/client-node', () => {
  const config = () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(api.kubeconfig('default-user'));
    return kubeConfig;
  };

  it('keeps an informer in step through creates, changes and deletions', async () => {
    const custom = config().makeApiClient(CustomObjectsApi);
    const where = { group: 'test.dizuo', version: 'v1', namespace: 'default', plural: 'widgets' };
    const informer = makeInformer(config(), base, () => custom.listNamespacedCustomObject(where) as never);
    const events: string[] = [];
    for (const event of ['add', 'update', 'delete'] as const) {
      informer.on(event, (object) => void events.push(`${event} ${object.metadata?.name}`));
    }
    informer.on('error', (error) => events.push(`error ${error}`));
    await informer.start();
    const body = { apiVersion: 'test.dizuo/v1', kind: 'Widget', ...widget('inf', 1) };
    await custom.createNamespacedCustomObject({ ...where, body });
    await call('PATCH', `${base}/inf`, { spec: { size: 2 } }, { 'content-type': 'application/merge-patch+json' });
    await custom.deleteNamespacedCustomObject({ ...where, name: 'inf' });
    await expect.poll(() => events.filter((e) => e.endsWith('inf'))).toEqual(['add inf', 'update inf', 'delete inf']);
    await informer.stop();
  });

  it('gets 410 for a version from the future and from before the log', async () => {
    const watch = new Watch(config());
    const failure = await new Promise<{ code?: number }>((resolve) => {
      void watch.watch(
        base,
        { resourceVersion: '999999999' },
        (type, object) => type === 'ERROR' && resolve(object),
        () => {},
      );
    });
    expect(failure.code).toBe(410);
  });

  it('reads a secret and finds no data in lists', async () => {
    const core = config().makeApiClient(CoreV1Api);
    await core.createNamespacedSecret({ namespace: 'default', body: { metadata: { name: 'k' }, data: { password: 'c2VjcmV0' } } });
    expect((await core.readNamespacedSecret({ namespace: 'default', name: 'k' })).data).toEqual({ password: 'c2VjcmV0' });
    const { items } = await core.listNamespacedSecret({ namespace: 'default' });
    expect(items[0]?.data).toBeUndefined();
    const rows = await api.store.database.admin.query(
      `select body::text from dizuo.object where kind = 'secrets' union all select coalesce(new, '')::text from dizuo.change`,
    );
    expect(JSON.stringify(rows.rows)).not.toContain('c2VjcmV0');
  });
});
