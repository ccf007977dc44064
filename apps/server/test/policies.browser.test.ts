import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choose, hasBrowser, openBrowser, person, seriousFindings } from './browser.ts';
import { Platform } from './platform.ts';

const tenant = 't-lvhua';
const path = '/records';

describe.skipIf(!hasBrowser)('policies in the console', () => {
  let platform: Platform;
  let browser: Browser;
  let developer: Page;
  let key: string;
  const backends: Server[] = [];

  beforeAll(async () => {
    platform = await Platform.create();
    const ports = { old: await backend(backends, 'old'), new: await backend(backends, 'new') };
    await platform.start({ env: { DIZUO_UPSTREAM_ALLOW: `127.0.0.1:${ports.old},127.0.0.1:${ports.new}` } });
    browser = await openBrowser();
    developer = await person(browser, platform, 'developer');
    for (const [version, port] of Object.entries(ports)) {
      await create(developer, 'gateway.dizuo/v1alpha1', 'upstreams', {
        kind: 'Upstream',
        metadata: { name: `records-${version}` },
        spec: { displayName: `档案查询 ${version}`, addresses: [{ host: '127.0.0.1', port }] },
      });
    }
    await create(developer, 'gateway.networking.k8s.io/v1', 'httproutes', {
      kind: 'HTTPRoute',
      metadata: { name: 'records' },
      spec: {
        parentRefs: [{ name: 'default', namespace: 'dizuo-system' }],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: path } }],
            backendRefs: [{ group: 'gateway.dizuo', kind: 'Upstream', name: 'records-old' }],
          },
        ],
      },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.remove();
    for (const server of backends) server.close();
  });

  const open = async (path: string) => {
    await developer.goto(platform.url + path);
    await developer.locator('h1').first().waitFor();
  };
  const call = async (headers: Record<string, string> = {}) => {
    const answer = await fetch(platform.gatewayUrl + path, { headers, redirect: 'manual' });
    return { status: answer.status, text: await answer.text() };
  };
  const asConsumer = () => call({ 'x-api-key': key });

  it('registers a consumer and shows its key once', async () => {
    await open(`/dev/${tenant}/consumers`);
    await developer.getByRole('button', { name: '登记调用方' }).first().click();
    await developer.getByLabel(/^名称/).fill('一网通办门户');
    await developer.getByLabel(/^标识/).fill('portal');
    await developer.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await developer.getByRole('button', { name: '发放凭证' }).click();
    await developer.getByLabel(/^凭证名称/).fill('first');
    await developer.getByRole('button', { name: '发放', exact: true }).click();
    await developer.getByText('密钥只显示这一次').waitFor();
    key = ((await developer.getByRole('dialog').locator('dd').first().textContent()) ?? '').trim();
    expect(key).toMatch(/^[\w-]{43}$/);
    await developer.getByRole('button', { name: '已经交付' }).click();
    await developer.getByText('consumer-portal-first').waitFor();
    expect(await developer.content()).not.toContain(key);
    expect(await seriousFindings(developer)).toEqual([]);
  });

  it('a form makes the policy that lets it pass, and nobody else', async () => {
    await open(`/dev/${tenant}/policies/new`);
    await developer.getByRole('link', { name: /访问策略/ }).click();
    await developer.getByLabel(/^名称/).first().fill('records-auth');
    await pick(developer, '作用对象', 'records · HTTPRoute');
    await developer.getByLabel('平台登录', { exact: true }).click();
    await developer.getByLabel('接口密钥', { exact: true }).click();
    await developer.getByRole('button', { name: '创建', exact: true }).click();
    await developer.getByText('已在').first().waitFor();
    await expect.poll(async () => (await call()).status).toBe(401);
    await expect.poll(asConsumer).toMatchObject({ status: 200, text: 'old' });
    expect(await seriousFindings(developer)).toEqual([]);
  });

  it('tells at the field what the server refuses', async () => {
    await open(`/dev/${tenant}/policies/ratelimitpolicies/new?target=HTTPRoute/records`);
    await developer.getByLabel(/^名称/).first().fill('records-limit');
    await developer.getByLabel(/^周期/).fill('25h');
    await developer
      .getByText('必须在 100ms 至 24h 之间')
      .or(developer.locator('.field-error').filter({ hasText: '24h' }))
      .first()
      .waitFor();
    await developer.getByLabel(/^周期/).fill('1h');
    await developer.getByLabel(/^次数/).fill('3');
    await choose(developer, /^分别计数/, '每个调用方');
    await developer.getByRole('button', { name: '创建', exact: true }).click();
    await developer.getByText('每个调用方 3 次/1h').first().waitFor();
    await expect.poll(async () => (await asConsumer()).status).toBe(429);
    await open(`/dev/${tenant}/policies/ratelimitpolicies/records-limit`);
    await developer.getByRole('button', { name: '更多操作' }).click();
    await developer.getByText('删除', { exact: true }).click();
    await developer.getByLabel(/^请输入名称/).fill('records-limit');
    // While the trial is under way the button takes no press.
    const confirm = developer.getByRole('button', { name: '确认删除' });
    await expect
      .poll(async () => {
        await confirm.click({ timeout: 1000 }).catch(() => {});
        return new URL(developer.url()).pathname;
      })
      .toBe(`/dev/${tenant}/policies`);
    await expect.poll(async () => (await asConsumer()).status).toBe(200);
  });

  it('a canary shows both versions side by side, waits for a word, and goes on', async () => {
    await open(`/dev/${tenant}/policies/canarypolicies/new?target=HTTPRoute/records`);
    await developer.getByLabel(/^名称/).first().fill('records-canary');
    await choose(developer, /^旧版本/, '档案查询 old · 外部系统');
    await choose(developer, /^新版本 \*|^新版本$/, '档案查询 new · 外部系统');
    const holds = developer.getByLabel(/^停留时长/);
    for (let i = 0; i < (await holds.count()); i += 1) await holds.nth(i).fill('');
    await developer.getByLabel('自动判断与切回', { exact: true }).click();
    await developer.getByRole('button', { name: '创建', exact: true }).click();
    await developer.getByRole('button', { name: '确认第 1 步' }).click();
    await developer.getByText('新版本占 25 %').waitFor();
    await developer.getByRole('button', { name: '确认第 2 步' }).click();
    await developer.getByText('新版本占 50 %').waitFor();
    await developer.getByRole('button', { name: '确认第 3 步' }).click();
    await developer.getByText('已全部切换').first().waitFor();
    await expect.poll(asConsumer).toMatchObject({ status: 200, text: 'new' });
    const requests = developer.getByRole('row').filter({ hasText: '请求数' }).getByRole('cell');
    await expect.poll(async () => Number(await requests.nth(2).textContent())).toBeGreaterThan(0);
    expect(await seriousFindings(developer)).toEqual([]);
  });

  it('a revoked key opens nothing', async () => {
    await open(`/dev/${tenant}/consumers/portal`);
    await developer.getByRole('button', { name: '收回 first' }).click();
    await developer.getByText('凭证已收回').waitFor();
    await expect.poll(async () => (await asConsumer()).status).toBe(401);
  });
});

/** A server that says its name; answers with its port. */
async function backend(servers: Server[], name: string): Promise<number> {
  const server = createServer((_, answer) => answer.end(name));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Makes an object with the rights of the person in the browser. */
async function create(page: Page, apiVersion: string, plural: string, object: object): Promise<void> {
  const answer = await page.request.post(`${new URL(page.url()).origin}/apis/${apiVersion}/namespaces/${tenant}/${plural}`, {
    headers: { 'x-dizuo-csrf': '1' },
    data: { apiVersion, ...object },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

/** Chooses one in a field that takes several. */
async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(new RegExp(`^${label}`)).click();
  await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click();
  await page.keyboard.press('Escape');
}
