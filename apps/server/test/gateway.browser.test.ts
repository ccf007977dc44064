import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Visitor } from '@dizuo/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../../gateway/test/certificate.ts';
import { choose, hasBrowser, openBrowser, person, scriptOf, seriousFindings } from './browser.ts';
import { Platform } from './platform.ts';

const tenant = 't-lvhua';
const kubernetes = `/apis/gateway.networking.k8s.io/v1/namespaces/${tenant}`;
const ours = `/apis/gateway.dizuo/v1alpha1/namespaces/${tenant}`;
/** Data planes report every ten seconds, and the page asks every five. */
const reported = { timeout: 40_000 };

describe.skipIf(!hasBrowser)('the gateway in the console', () => {
  let platform: Platform;
  let browser: Browser;
  let backend: Server;
  let developer: Page;
  let operator: Page;

  beforeAll(async () => {
    backend = createServer((_request, response) => response.end('archive'));
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
    const { port } = backend.address() as AddressInfo;
    platform = await Platform.create();
    await platform.start({ env: { DIZUO_UPSTREAM_ALLOW: '127.0.0.1' } });
    const maker = await platform.signIn('developer');
    await must(
      maker.request(`${ours}/upstreams`, {
        method: 'POST',
        body: { metadata: { name: 'archive' }, spec: { addresses: [{ host: '127.0.0.1', port }] } },
      }),
    );
    const ref = { group: 'gateway.dizuo', kind: 'Upstream', name: 'archive' };
    const rules = [
      { matches: [{ path: { type: 'PathPrefix', value: '/archive' } }], backendRefs: [ref] },
      {
        matches: [{ path: { type: 'PathPrefix', value: '/archive' }, headers: [{ name: 'x-preview', value: 'yes' }] }],
        backendRefs: [ref],
      },
    ];
    const parentRefs = [{ name: 'default', namespace: 'dizuo-system' }];
    await must(
      maker.request(`${kubernetes}/httproutes`, { method: 'POST', body: { metadata: { name: 'archive' }, spec: { parentRefs, rules } } }),
    );
    await must(
      maker.request(`${ours}/upstreams`, {
        method: 'POST',
        body: { metadata: { name: 'gone' }, spec: { addresses: [{ host: '127.0.0.1', port: await silentPort() }] } },
      }),
    );
    const gone = [{ matches: [{ path: { type: 'PathPrefix', value: '/gone' } }], backendRefs: [{ ...ref, name: 'gone' }] }];
    await must(
      maker.request(`${kubernetes}/httproutes`, {
        method: 'POST',
        body: { metadata: { name: 'gone' }, spec: { parentRefs, rules: gone } },
      }),
    );
    browser = await openBrowser();
    developer = await person(browser, platform, 'developer');
    operator = await person(browser, platform, 'operator');
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.remove();
    backend?.close();
  });

  const open = async (page: Page, path: string) => {
    await page.goto(platform.url + path);
    await page.locator('h1').first().waitFor();
  };

  it('a request that was made shows in the traffic of the tenant and of the gateway', async () => {
    await open(developer, `/dev/${tenant}/traffic`);
    await developer.getByText('这段时间没有请求').waitFor();
    const visit = async () => (await fetch(`${platform.gatewayUrl}/archive/1`)).status;
    await expect.poll(visit, { timeout: 30_000 }).toBe(200);
    for (const page of [developer, operator]) {
      if (page === operator) await open(operator, '/ops/traffic');
      const row = page.getByRole('row').filter({ hasText: 'archive' }).filter({ hasText: '规则 1' }).first();
      await row.waitFor(reported);
      expect(await row.getByRole('cell').nth(1).textContent()).toContain('archive');
      expect(Number(await row.getByRole('cell').nth(2).textContent())).toBeGreaterThan(0);
      expect(await seriousFindings(page)).toEqual([]);
    }
  });

  it('an address that does not answer is left out, and the page says so', async () => {
    await open(developer, `/dev/${tenant}/traffic`);
    const panel = developer.getByRole('region', { name: '熔断与摘除' });
    const shown = async () => {
      await fetch(`${platform.gatewayUrl}/gone`);
      return panel.getByText('已摘除').count();
    };
    await expect.poll(shown, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0);
    expect(await panel.textContent()).toContain('gone');
  });

  it('a request is explained: its rule, its backend, and why the other rule does not serve it', async () => {
    await open(developer, `/dev/${tenant}/traffic?tab=explain`);
    await developer.getByLabel('网址').fill(`${platform.gatewayUrl}/archive/7`);
    await developer.getByRole('button', { name: '解释', exact: true }).click();
    await developer.getByText('由监听器 http 接收').waitFor();
    const steps = developer.locator('.steps > li');
    expect(await steps.filter({ hasText: '匹配路由规则' }).textContent()).toContain('规则 1');
    expect(await steps.filter({ hasText: '转发到后端' }).textContent()).toContain('archive');
    expect(await developer.getByRole('row').filter({ hasText: '规则 2' }).textContent()).toContain('请求头 x-preview 不符');
    expect(await seriousFindings(developer)).toEqual([]);
    await developer.getByLabel('网址').fill(`curl ${platform.gatewayUrl}/archive/7 -H 'X-Preview: yes'`);
    await developer.getByRole('button', { name: '解释', exact: true }).click();
    await expect.poll(() => steps.filter({ hasText: '匹配路由规则' }).textContent()).toContain('规则 2');
    await developer.getByLabel('网址').fill(`${platform.gatewayUrl}/nowhere`);
    await developer.getByRole('button', { name: '解释', exact: true }).click();
    await developer.getByText('没有路由匹配：应答为 404').waitFor();
  });

  it('a recent request is picked, told and explained, by the tenant, the operator and on its route’s page', async () => {
    const places: [Page, string, string][] = [
      [developer, `/dev/${tenant}/traffic?tab=recent`, `/dev/${tenant}/traffic`],
      [operator, '/ops/traffic?tab=recent', '/ops/traffic'],
      [developer, `/dev/${tenant}/routes/gone?tab=recent`, `/dev/${tenant}/routes/gone`],
    ];
    await fetch(`${platform.gatewayUrl}/gone/13800138000?token=secret`);
    for (const [page, list, place] of places) {
      await open(page, list);
      await page.getByLabel('失败').click();
      const row = page.getByRole('row').filter({ hasText: '/gone/138********' }).first();
      await row.waitFor(reported);
      expect(await row.textContent()).toMatch(/50[234]/);
      expect(await page.getByRole('table').textContent()).not.toMatch(/138001|secret/);
      const passed = page.getByRole('row').filter({ hasText: '/archive/1' }).filter({ hasText: '200' });
      await expect.poll(() => passed.count(), reported).toBe(0);
      expect(await seriousFindings(page)).toEqual([]);
      await row.getByRole('link', { name: '为什么' }).click();
      const then = page.getByRole('region', { name: '当时的处理' });
      await then.waitFor();
      expect(await then.textContent()).toMatch(/50[234].*gone/);
      const steps = page.locator('.steps > li');
      await steps.filter({ hasText: '匹配路由规则' }).getByText('gone').first().waitFor();
      expect(await page.getByText('与当时不同').count()).toBe(0);
      expect(new URL(page.url()).pathname).toBe(place);
      expect(await seriousFindings(page)).toEqual([]);
    }
    await open(developer, `/dev/${tenant}/traffic?tab=explain&request=none`);
    await developer.getByText('此请求已不在最近的请求中').waitFor();
  });

  it('the route page tries its own address', async () => {
    await open(developer, `/dev/${tenant}/routes/archive?tab=test`);
    await developer.getByText('转发到后端').waitFor();
    await open(developer, `/dev/${tenant}/routes/archive?tab=traffic`);
    await developer.getByRole('row').filter({ hasText: '规则 1' }).first().waitFor();
    expect(await seriousFindings(developer)).toEqual([]);
  });

  it('the form of a route tells before it is saved which rule would serve a request', async () => {
    await open(developer, `/dev/${tenant}/routes/new?upstream=archive`);
    const box = developer.getByRole('complementary');
    await box.getByRole('button', { name: '试一个请求' }).click();
    await developer.getByText('只能用小写字母').waitFor();
    await developer.getByLabel(/^名称/).fill('drawings');
    await developer.getByLabel(/^路径/).first().fill('/archive/drawings');
    await box.getByRole('button', { name: '试一个请求' }).click();
    const steps = developer.locator('.steps > li');
    await steps.filter({ hasText: '匹配路由规则' }).filter({ hasText: 'drawings' }).waitFor();
    await steps.filter({ hasText: '需要登录' }).waitFor();
    const others = box.getByRole('row').filter({ hasText: 'archive' }).filter({ hasText: '另一条规则优先' });
    await others.first().waitFor();
    await developer.getByLabel(/^路径/).first().fill('/drawings');
    await box.getByText('表单已改动').waitFor();
    await box.getByRole('button', { name: '解释', exact: true }).click();
    await steps.filter({ hasText: '匹配路由规则' }).filter({ hasText: '规则 1' }).filter({ hasNotText: 'drawings' }).waitFor();
    expect(await seriousFindings(developer)).toEqual([]);
    const maker = await platform.signIn('developer');
    expect((await maker.request(`${kubernetes}/httproutes/drawings`)).status).toBe(404);
  });

  it('a gRPC route is made by form, tried before it is saved, accepted, and changed', async () => {
    await open(developer, `/dev/${tenant}/routes?protocol=grpc`);
    await developer.getByRole('button', { name: '新建 gRPC 路由' }).first().click();
    await developer.getByLabel(/^名称/).fill('permits');
    await developer.getByLabel(/^域名/).fill('grpc.localhost');
    await developer.getByLabel(/^服务/).fill('district/permits');
    await developer.getByLabel(/^方法/).first().fill('GetPermit');
    await developer.getByRole('button', { name: '增加请求头条件' }).click();
    await developer.getByLabel(/^请求头（metadata）/).fill('x-region');
    await developer.getByLabel(/^值/).fill('east');
    await developer.getByText('外部系统', { exact: true }).last().click();
    await choose(developer, /^后端$|^后端 /, 'archive');
    await developer.getByRole('button', { name: '发布', exact: true }).click();
    await developer.getByText('请填写服务的全名').waitFor();
    await developer.getByLabel(/^服务/).fill('district.permits.v1.Permits');
    const box = developer.getByRole('complementary');
    await box.getByRole('button', { name: '试一个请求' }).click();
    await box.getByText('没有路由匹配').waitFor();
    await box.getByRole('row').filter({ hasText: 'permits' }).getByText('请求头 x-region 不符').waitFor();
    await box.getByRole('button', { name: '请求头与访问者' }).click();
    await box.getByLabel('请求头', { exact: true }).fill('x-region: east');
    await box.getByRole('button', { name: '解释', exact: true }).click();
    await box.locator('.steps > li').filter({ hasText: '匹配路由规则' }).filter({ hasText: 'permits' }).waitFor();
    expect(await seriousFindings(developer)).toEqual([]);
    await developer.getByRole('button', { name: '发布', exact: true }).click();
    await developer.getByText('路由已保存').first().waitFor();
    await developer.getByText('district.permits.v1.Permits/GetPermit').first().waitFor();
    const maker = await platform.signIn('developer');
    const route = async () => (await (await maker.request(`${kubernetes}/grpcroutes/permits`)).json()) as GrpcRoute;
    const programmed = async () => (await route()).status?.parents[0]?.conditions.find(({ type }) => type === 'Programmed')?.status;
    await expect.poll(programmed, { timeout: 30_000 }).toBe('True');
    await developer.getByRole('button', { name: '编辑', exact: true }).click();
    await developer.getByLabel(/^方法/).first().fill('');
    await developer.getByRole('button', { name: '保存', exact: true }).click();
    await developer.getByText('district.permits.v1.Permits/*').first().waitFor();
    expect((await route()).spec).toMatchObject({
      hostnames: ['grpc.localhost'],
      parentRefs: [{ name: 'default', namespace: 'dizuo-system' }],
      rules: [
        {
          matches: [{ method: { type: 'Exact', service: 'district.permits.v1.Permits' }, headers: [{ name: 'x-region', value: 'east' }] }],
          backendRefs: [{ group: 'gateway.dizuo', kind: 'Upstream', name: 'archive' }],
        },
      ],
    });
  });

  it('loads at most 300 kB of script for the first screen of a page, and axe finds nothing serious', async () => {
    const pages: [Page, string][] = [
      [developer, `/dev/${tenant}/traffic`],
      [developer, `/dev/${tenant}/traffic?tab=recent`],
      [developer, `/dev/${tenant}/traffic?tab=explain`],
      [developer, `/dev/${tenant}/routes/archive?tab=test`],
      [developer, `/dev/${tenant}/certificates`],
      [developer, `/dev/${tenant}/certificates/new`],
      [developer, `/dev/${tenant}/routes/archive/edit`],
      [developer, `/dev/${tenant}/grpc-routes/new`],
      [operator, '/ops/gateways'],
      [operator, '/ops/gateways/new'],
      [operator, '/ops/gateways/dizuo-system/default'],
      [operator, '/ops/certificates'],
    ];
    const problems: string[] = [];
    for (const [page, path] of pages) {
      const size = Math.round((await scriptOf(page, platform.url + path)) / 1000);
      if (size > 300) problems.push(`${path} ${size} kB`);
      await open(page, path);
      await expect.poll(() => page.locator('.ant-btn-loading, [aria-busy=true]').count(), { timeout: 30_000 }).toBe(0);
      problems.push(...(await seriousFindings(page)).map((finding) => `${path} ${finding}`));
    }
    expect(problems).toEqual([]);
  });

  it('a configuration that a data plane refused shows with its reason', async () => {
    const admin = await platform.signIn('operator');
    const traffic = async () =>
      (await (await admin.request('/apis/gateway.networking.k8s.io/v1/namespaces/dizuo-system/gateways/default/traffic')).json()) as {
        wanted: { version: string; digest: string };
        dataPlanes: { present: boolean; digest: string }[];
      };
    await expect.poll(async () => (await traffic()).dataPlanes.some(({ present }) => present), { timeout: 30_000 }).toBe(true);
    await open(operator, '/ops/gateways/dizuo-system/default');
    await operator.getByText('已生效').first().waitFor();
    await refuse(platform, (await traffic()).wanted, '证书 front 的密钥无法读取');
    await operator.getByRole('alert').getByText('证书 front 的密钥无法读取').waitFor({ timeout: 30_000 });
    await operator.getByRole('row').filter({ hasText: 'test-process' }).getByText('已拒绝新配置').waitFor();
    expect(await seriousFindings(operator)).toEqual([]);
    await open(operator, '/ops/traffic');
    await operator.getByRole('alert').getByText('证书 front 的密钥无法读取').waitFor();
  });

  it('a certificate is taken with the key that belongs to it, and no page shows the key again', async () => {
    const [own, other] = [await selfSigned('front.localhost'), await selfSigned('front.localhost')];
    await open(developer, `/dev/${tenant}/certificates/new`);
    await developer.getByLabel(/^名称/).fill('front');
    await developer.getByLabel(/^证书（PEM）/).fill(own.cert);
    await developer.getByLabel(/^私钥（PEM）/).fill(other.key);
    await developer.getByText('与这张证书不匹配').waitFor();
    await developer.getByLabel(/^私钥（PEM）/).fill(own.key);
    await developer.getByText('证书与私钥匹配').waitFor();
    await developer.getByRole('button', { name: '保存' }).click();
    await developer.waitForURL(`**/dev/${tenant}/certificates/front`);
    await developer.getByText('即将到期').first().waitFor({ timeout: 30_000 });
    expect(await developer.content()).not.toContain(own.key.split('\n')[1] ?? 'PRIVATE KEY');
    expect(await seriousFindings(developer)).toEqual([]);
  });

  it('is no way to what is another tenant’s', async () => {
    const stranger = await platform.signIn('shopkeeper');
    expect(await statuses(stranger)).toEqual([403, 403, 403, 403, 403, 403]);
    const member = await platform.signIn('developer');
    expect(await statuses(member)).toEqual([200, 200, 200, 403, 403, 403]);
  });
});

interface GrpcRoute {
  spec: object;
  status?: { parents: { conditions: { type: string; status: string }[] }[] };
}

/** What a data plane process says that cannot use a configuration, with the real one's credential. */
async function refuse(platform: Platform, wanted: { version: string; digest: string }, message: string): Promise<void> {
  const credential = readFileSync(join(platform.directory, 'gateway/credential'), 'utf8').trim();
  const answer = await fetch(`${platform.url}/gateway/v1/acknowledgements`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
    body: JSON.stringify({ instance: 'test-process', ...wanted, accepted: false, message, servingVersion: '1-1' }),
  });
  expect(answer.status).toBe(200);
}

/** Of the tenant's own traffic, recent requests and explanations, then of the whole gateway's. */
async function statuses(visitor: Visitor): Promise<number[]> {
  const gateway = '/apis/gateway.networking.k8s.io/v1/namespaces/dizuo-system/gateways/default';
  const asked = { method: 'POST', body: { host: 'x.cn', path: '/' } };
  const answers = [
    await visitor.request(`${ours}/traffic`),
    await visitor.request(`${ours}/requests`),
    await visitor.request(`${ours}/explanations`, asked),
    await visitor.request(`${gateway}/traffic`),
    await visitor.request(`${gateway}/requests`),
    await visitor.request(`${gateway}/explanation`, asked),
  ];
  return answers.map(({ status }) => status);
}

/** A port that nobody listens on. */
async function silentPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function must(sent: Promise<Response>): Promise<void> {
  const answer = await sent;
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}
