import { AuthPolicy, type ExplanationAnswer, HTTPRoute, Namespace, type Said, tenantExplanationPath, Upstream } from '@dizuo/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, inTenant, parentRefs, startPlatform, type TestPlatform, until } from './platform.ts';

const host = 'draft.cn';
const archive = { group: 'gateway.dizuo', kind: 'Upstream', name: 'archive' };
let platform: TestPlatform;

interface Refusal {
  reason?: string;
  details?: { said?: Said; causes?: { field?: string; message?: string; said?: Said }[] };
}

beforeAll(async () => {
  platform = await startPlatform(await freePort());
  for (const name of ['greening', 'hidden']) await platform.client.create(Namespace, { metadata: { name } });
  await platform.client.create(Upstream, { ...inTenant('archive'), spec: { addresses: [{ host: '127.0.0.1', port: 9 }] } });
  await platform.client.create(HTTPRoute, routeAt('standing', ['/files', '/files/old']));
  await platform.client.create(HTTPRoute, {
    ...routeAt('hidden-route', ['/theirs']),
    metadata: { name: 'hidden-route', namespace: 'hidden' },
  });
  await until('the routes are known', async () => (await asked('/files')).answer.serves);
});
afterAll(() => platform?.close());

/** A route of the tenant with a rule for each path. */
function routeAt(name: string, paths: string[], more: object = {}) {
  const rules = paths.map((value) => ({ matches: [{ path: { type: 'PathPrefix' as const, value } }], backendRefs: [archive] }));
  return { ...inTenant(name), spec: { parentRefs, hostnames: [host], rules, ...more } };
}

const whole = (kind: { apiVersion: string; kind: string }, object: object) => ({ apiVersion: kind.apiVersion, kind: kind.kind, ...object });

/** The administrator develops for `greening`, and may look at everybody's traffic. */
async function post(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${platform.administrator}`, 'content-type': 'application/json' };
  const answer = await fetch(platform.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

async function asked(path: string, draft?: object, { namespace = 'greening', ...more }: { namespace?: string; who?: object } = {}) {
  const { status, body } = await post(tenantExplanationPath(namespace), { host, path, ...more, ...(draft ? { draft } : {}) });
  return { status, answer: body as ExplanationAnswer, refusal: body as Refusal };
}

function ruleOf({ serves }: ExplanationAnswer): string | undefined {
  return serves && ('ofAnotherTenant' in serves ? 'of another tenant' : serves.rule);
}

const writing = (object: object) => ({ write: [whole(HTTPRoute, object)] });

describe('an explanation with a draft', () => {
  it('tells which rule of a new route would serve, and nothing is written', async () => {
    const draft = writing(routeAt('young', ['/fresh', '/files/new']));
    const { answer } = await asked('/files/new/1', draft);
    expect(ruleOf(answer)).toBe('greening/young/1');
    expect(answer.refusals).toBeUndefined();
    expect(answer.others.map(({ rule, misfit }) => `${rule} ${misfit}`)).toContain('greening/standing/0 precedence');
    expect(await platform.client.get(HTTPRoute, { namespace: 'greening', name: 'young' })).toBeUndefined();
    expect(ruleOf((await asked('/files/new/1')).answer)).toBe('greening/standing/0');
  });

  it('tells which other route would win, and why', async () => {
    const { answer } = await asked('/files/old/1', writing(routeAt('young', ['/files', '/f'])));
    expect(ruleOf(answer)).toBe('greening/standing/1');
    expect(answer.others.map(({ rule, misfit }) => `${rule} ${misfit}`)).toEqual([
      'greening/standing/0 precedence',
      'greening/young/0 precedence',
      'greening/young/1 path',
    ]);
  });

  it('takes a route that is there as it would be replaced', async () => {
    const { metadata, spec } = routeAt('standing', ['/moved']);
    const draft = (resourceVersion?: string) => writing({ spec, metadata: { ...metadata, resourceVersion } });
    const draftNow = await until('no status is written meanwhile', async () => {
      const before = await platform.client.get(HTTPRoute, { namespace: 'greening', name: 'standing' });
      const now = draft(before?.metadata.resourceVersion);
      return ruleOf((await asked('/moved', now)).answer) === 'greening/standing/0' && now;
    });
    expect(ruleOf((await asked('/files', draftNow)).answer)).toBeUndefined();
    expect(ruleOf((await asked('/files')).answer)).toBe('greening/standing/0');
    expect((await asked('/moved', draft('1'))).status).toBe(409);
    expect((await asked('/moved', draft())).refusal.reason).toBe('AlreadyExists');
  });

  it('counts the policy that would be written or removed with it', async () => {
    const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' as const, name: 'young' }];
    const policy = { ...inTenant('young'), spec: { targetRefs, require: 'signed-in' as const } };
    const route = whole(HTTPRoute, routeAt('young', ['/fresh']));
    const verdict = async (draft: object, who?: object) => {
      const { serves } = (await asked('/fresh', draft, who ? { who } : {})).answer;
      return serves && 'policies' in serves ? serves.policies.access?.verdict : 'not served';
    };
    const both = { write: [route, whole(AuthPolicy, policy)] };
    expect(await verdict({ write: [route] })).toBeUndefined();
    expect(await verdict(both)).toBe('sign-in');
    expect(await verdict(both, { user: 'somebody', category: 'staff' })).toBe('passes');
    await platform.client.create(AuthPolicy, policy);
    await until('the policy is known', async () => (await verdict({ write: [route] })) === 'sign-in');
    expect(await verdict({ write: [route], remove: [{ kind: 'AuthPolicy', name: 'young' }] })).toBeUndefined();
    expect(await verdict({ write: [route] })).toBe('sign-in');
  });

  it('says what the gateway would not find or take', async () => {
    const { answer } = await asked(
      '/fresh',
      writing(routeAt('young', ['/fresh'], { parentRefs: [{ ...parentRefs[0], sectionName: 'nowhere' }] })),
    );
    expect(answer.refusals?.map(({ route, type, reason }) => `${route} ${type} ${reason}`)).toEqual(['young Accepted NoMatchingParent']);
    const lost = [{ matches: [{ path: { value: '/fresh' } }], backendRefs: [{ ...archive, name: 'lost' }] }];
    const { answer: second } = await asked('/fresh', writing(routeAt('young', [], { rules: lost })));
    expect(second.refusals?.map(({ type, said }) => `${type} ${said?.code}`)).toEqual(['ResolvedRefs BackendNotFound']);
    expect(ruleOf(second)).toBe('greening/young/0');
  });

  it('is refused as the write would be', async () => {
    const dryRun = async (object: object) =>
      post(`/apis/gateway.networking.k8s.io/v1/namespaces/greening/httproutes?dryRun=All&fieldValidation=Strict`, object);
    for (const object of [routeAt('young', ['no-slash']), routeAt('young', ['/x'], { unknown: 1 }), routeAt('Not A Name', ['/x'])]) {
      const { status, refusal } = await asked('/x', writing(object));
      const told = await dryRun(object);
      expect(status).toBeGreaterThanOrEqual(400);
      expect({ status, body: refusal }).toEqual(told);
    }
    expect((await asked('/x', { write: [whole(Upstream, inTenant('archive'))] })).status).toBe(400);
  });

  it('is no way into another tenant, and tells no more of it than the refusal of the write', async () => {
    const theirs = { ...routeAt('young', ['/x']), metadata: { name: 'young', namespace: 'hidden' } };
    expect((await asked('/x', undefined, { namespace: 'hidden' })).status).toBe(200);
    expect((await asked('/x', writing(theirs), { namespace: 'hidden' })).status).toBe(403);
    const removing = { remove: [{ kind: 'HTTPRoute', name: 'hidden-route' }] };
    expect((await asked('/theirs', removing, { namespace: 'hidden' })).status).toBe(403);
    expect((await asked('/x', writing(theirs))).refusal.details?.said?.code).toBe('DraftElsewhere');
    const overlapping = await asked('/theirs', writing(routeAt('young', ['/theirs/deeper'])));
    expect(overlapping.refusal.details?.causes?.map(({ said }) => said?.code)).toEqual(['HostClaimedAt']);
    expect(JSON.stringify(overlapping.refusal)).not.toContain('hidden');
    const beside = await asked('/theirs', writing(routeAt('young', ['/fresh'])));
    expect(ruleOf(beside.answer)).toBe('of another tenant');
    expect(JSON.stringify(beside.answer)).not.toContain('hidden');
  });
});
