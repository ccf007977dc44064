import { assessmentPath, InformationSystem, IntegrationRules, LargeSystem, Namespace } from '@dizuo/api';
import { serve } from '@dizuo/kernel';
import { startTestApi, type TestApi } from '@dizuo/testkit';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessmentRoutes } from './assessment.routes.ts';
import { integrationRulesAdmission } from './integration-rules.admission.ts';
import { type LiveAssessment, liveAssessment } from './live-assessment.ts';
import { standardRules } from './standard-rules.ts';

let api: TestApi;
let url: string;
let live: LiveAssessment;
const later: Pick<LiveAssessment, 'view' | 'preview'> = {
  view: (...scopes) => live.view(...scopes),
  preview: (...given) => live.preview(...given),
};

const signs = {
  level: 'district' as const,
  functions: ['户外招牌审批', '现场勘察'],
  linesOfBusiness: ['市容景观'],
  data: [{ code: 'shop-sign', displayName: '招牌', items: ['店名'], from: ['staff' as const] }],
  use: { accounts: 10, monthlyActive: 9, yearlyCases: 100 },
  cost: { built: 100_000, yearlyMaintenance: 50_000 },
};

beforeAll(async () => {
  const kinds = [serve(Namespace), serve(InformationSystem), serve(LargeSystem), serve(IntegrationRules, integrationRulesAdmission)];
  api = await startTestApi(kinds, assessmentRoutes(later as LiveAssessment));
  url = `${api.url.replace('https:', 'http:')}${assessmentPath}`;
  for (const name of ['t-a', 't-b']) await api.client.create(Namespace, { metadata: { name }, status: { phase: 'Active' } });
  const make = (namespace: string, name: string, spec: object) =>
    api.client.create(InformationSystem, {
      metadata: { namespace, name },
      spec: { displayName: name, departmentRef: namespace, ...spec },
    } as never);
  await make('t-a', 'permits', signs);
  await make('t-a', 'patrol', { ...signs, functions: ['户外招牌许可', '违章拍照'] });
  await make('t-a', 'alone', { level: 'unit', functions: ['餐厨垃圾收运'] });
  await make('t-b', 'zzsecretzz', { ...signs, interfaces: [{ name: '推送', direction: 'calls', tenant: 't-a', systemRef: 'permits' }] });
  live = liveAssessment({ store: api.store, log: pino({ level: 'silent' }) });
  await live.start();
});
afterAll(async () => {
  live?.stop();
  await api?.close();
});

async function ask(who: string, path: string, body?: unknown) {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${who}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked into by the assertions
  return { status: response.status, text, json: JSON.parse(text) as any };
}

describe('figures and lists', () => {
  it('are of all systems for who sees all', async () => {
    const { json } = await ask('root', '');
    expect(json).toMatchObject({
      systems: 4,
      levels: { district: 3, unit: 1 },
      overlap: { pairs: 3, systems: 3, clusters: 1, acrossDepartments: 2 },
      doubleEntries: { staff: 1, sparedYearly: 200 },
      departments: [
        { departmentRef: 't-a', systems: 3 },
        { departmentRef: 't-b', systems: 1 },
      ],
    });
  });

  it('page, filter and sort', async () => {
    const first = (await ask('root', '/pairs?limit=1')).json;
    expect([first.total, first.items.length]).toEqual([3, 1]);
    expect((await ask('root', '/pairs?limit=1&offset=1')).json.items[0]).not.toEqual(first.items[0]);
    expect((await ask('root', '/pairs?between=same')).json.items).toMatchObject([{ a: { key: 't-a/patrol' }, b: { key: 't-a/permits' } }]);
    expect((await ask('root', '/pairs?minimum=0.99')).json.items.map(({ score }: { score: number }) => score >= 0.99)).not.toContain(false);
    const keys = async (query: string) => (await ask('root', `/systems?${query}`)).json.items.map(({ key }: { key: string }) => key);
    expect(await keys('overlapping=false')).toEqual(['t-a/alone']);
    expect(await keys('way=merge&department=t-a')).toEqual(['t-a/patrol', 't-a/permits']);
    expect(await keys('sort=upkeep&descending=true&limit=2&offset=2')).toEqual(['t-b/zzsecretzz', 't-a/alone']);
  });

  it('tell one system with its reasons, and a pair side by side', async () => {
    const { json } = await ask('root', '/systems/t-a/permits');
    expect(json).toMatchObject({ proposal: { way: 'merge' }, callers: [{ key: 't-b/zzsecretzz' }], debt: { security: { points: 25 } } });
    expect(json.cost.ways.map(({ way }: { way: string }) => way)).toEqual(['keep', 'merge', 'connect']);
    const pair = (await ask('root', '/pair?a=t-a/permits&b=t-a/patrol')).json;
    expect(pair.overlap.functions.same).toEqual([{ a: '户外招牌审批', b: '户外招牌许可', alike: 1 }]);
  });

  it('follow a change', async () => {
    const change = (spec: object) =>
      api.client.modify(InformationSystem, { namespace: 't-a', name: 'alone' }, (system) => ({
        ...system,
        spec: { ...system.spec, ...spec },
      }));
    await change({ functions: signs.functions, data: signs.data });
    await expect.poll(async () => (await ask('root', '/pairs')).json.total).toBe(6);
    await change({ functions: ['餐厨垃圾收运'], data: [] });
    await expect.poll(async () => (await ask('root', '/pairs')).json.total).toBe(3);
  });
});

describe('a tenant', () => {
  const places = [
    '',
    '/pairs',
    '/clusters',
    '/double-entries',
    '/graph',
    '/systems',
    '/systems/t-a/permits',
    '/pair?a=t-a/permits&b=t-a/patrol',
  ];

  it.each(places)('reads %s of its own and hears nothing of another’s system', async (path) => {
    const { status, text } = await ask('t-a-user', path);
    expect(status).toBe(200);
    expect(text).not.toContain('zzsecretzz');
    expect(text).not.toContain('t-b');
  });

  it('has the same overlap as everybody who sees the pair', async () => {
    const path = '/pair?a=t-a/permits&b=t-a/patrol';
    expect((await ask('t-a-user', path)).json.overlap).toEqual((await ask('root', path)).json.overlap);
  });

  it.each(['/pair?a=t-a/permits&b=t-b/NAME', '/pair?a=t-b/NAME&b=t-a/permits'])(
    'cannot tell by %s whether another’s system is there',
    async (path) => {
      const answers = await Promise.all(['zzsecretzz', 'nothing'].map((name) => ask('t-a-user', path.replace('NAME', name))));
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
      expect(answers[0]?.text.replaceAll('zzsecretzz', 'nothing')).toBe(answers[1]?.text);
    },
  );

  it.each(['?namespace=t-b', '/pairs?namespace=t-b', '/graph?namespace=t-b', '/systems/t-b/zzsecretzz'])(
    'is refused at %s',
    async (path) => {
      const { status, text } = await ask('t-a-user', path);
      expect(status).toBe(403);
      expect(text.replaceAll('systems/t-b/zzsecretzz', '')).not.toContain('招牌');
    },
  );

  it('is not let in without a name', async () => expect((await ask('', '')).status).toBe(401));

  it('finds nothing of another by a preview that makes everything overlap', async () => {
    const overlap = { ...standardRules.overlap, functions: 0.5, data: 0.5, users: 0, threshold: 0.01 };
    const { status, text } = await ask('t-a-user', '/preview', { spec: { ...standardRules, overlap } });
    expect(status).toBe(200);
    expect(text).not.toContain('zzsecretzz');
  });
});

describe('rules', () => {
  const stricter = { ...standardRules, overlap: { ...standardRules.overlap, threshold: 0.9 } };

  it('are tried before they are kept', async () => {
    const { json } = await ask('root', '/preview', { spec: stricter });
    expect(json.pairs).toMatchObject({ come: { total: 0 }, go: { total: 2 } });
    expect(json.changes.items).toContainEqual(expect.objectContaining({ key: 't-a/patrol', before: 'merge', after: 'connect' }));
    expect((await ask('root', '/pairs')).json.total).toBe(3);
  });

  it.each([
    [{ ...standardRules, overlap: { ...standardRules.overlap, functions: 0.9 } }, 422, /add up to 1/],
    [{ ...standardRules, overlap: { ...standardRules.overlap, functions: 'much' } }, 400, /functions/],
  ])('%#: refuses what cannot be kept either', async (spec, status, why) => {
    const answer = await ask('root', '/preview', { spec });
    expect([answer.status, why.test(answer.text)]).toEqual([status, true]);
  });

  it('hold from the moment that they are kept', async () => {
    await api.client.create(IntegrationRules, { metadata: { name: 'default' }, spec: stricter });
    await expect.poll(async () => (await ask('root', '/pairs')).json.total).toBe(1);
    await api.client.delete(IntegrationRules, { name: 'default' });
    await expect.poll(async () => (await ask('root', '/pairs')).json.total).toBe(3);
  });
});
