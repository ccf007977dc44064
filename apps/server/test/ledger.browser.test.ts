import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choose, hasBrowser, openBrowser, person, scriptOf, seriousFindings } from './browser.ts';
import { Platform } from './platform.ts';

const tenant = 't-lvhua';
const phone = { width: 375, height: 812 };
const patience = { timeout: 30_000 };

describe.skipIf(!hasBrowser)('only fewer, in the console', () => {
  let platform: Platform;
  let browser: Browser;
  let admin: Page;
  let operator: Page;

  beforeAll(async () => {
    platform = await Platform.create();
    await platform.start();
    browser = await openBrowser();
    admin = await person(browser, platform, 'lvhua-admin');
    operator = await person(browser, platform, 'operator', phone);
    for (const page of [admin, operator]) page.context().setDefaultTimeout(patience.timeout);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.remove();
  });

  const open = async (page: Page, path: string) => {
    await page.goto(platform.url + path);
    await page.locator('h1').first().waitFor();
  };
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  it('a new system is refused, and the ways out stand beside the refusal', async () => {
    await open(admin, `/gov/systems/new?tenant=${tenant}`);
    await admin.getByLabel(/^系统名称/).fill('绿道养护巡检');
    await choose(admin, /^责任单位/, '绿化和市容管理局');
    await admin.getByRole('button', { name: '保存', exact: true }).click();
    const refusal = admin.getByRole('alert').filter({ hasText: '台账只减不增' });
    await refusal.getByText(/现有 43 个，上限 43 个/).waitFor();
    for (const way of ['作为大系统的模块', '替代现有系统', '凭台账例外']) {
      expect(await refusal.getByRole('button', { name: way }).isVisible()).toBe(true);
    }
    expect(await seriousFindings(admin)).toEqual([]);
  });

  it('an exception is asked for beside it', async () => {
    const [asking] = await Promise.all([
      admin.context().waitForEvent('page'),
      admin.getByRole('link', { name: '申请例外' }).first().click(),
    ]);
    await asking.getByLabel(/^事项/).fill('绿道养护巡检试点');
    await asking.getByLabel(/^用到哪一天/).fill(inDays(120));
    await asking.getByLabel(/^理由/).fill('并入不了任何大系统，试点四个月');
    await asking.getByRole('button', { name: '提交申请' }).click();
    await asking
      .getByText(/等待运营管理员审批/)
      .first()
      .waitFor();
    await expect.poll(() => asking.locator('.djs-container svg').count(), patience).toBeGreaterThan(0);
    expect(await seriousFindings(asking)).toEqual([]);
    await asking.close();
  });

  it('the operator grants it in the inbox, at phone width, with the ledger and the diagram in front', async () => {
    await open(operator, '/ops/inbox');
    await operator.getByRole('link', { name: /绿道养护巡检试点/ }).click();
    await operator.getByText('台账现状').waitFor();
    await expect.poll(() => operator.locator('.djs-container svg').count(), patience).toBeGreaterThan(0);
    expect(await operator.locator('html').evaluate((html) => html.scrollWidth <= html.clientWidth)).toBe(true);
    expect(await seriousFindings(operator)).toEqual([]);
    await operator.getByRole('button', { name: '批准', exact: true }).click();
    await operator.getByText(/operator 已批准/).waitFor();
  });

  it('the system is entered by it, in the form that was left open', async () => {
    await choose(admin, /^如何计入台账/, '凭台账例外');
    await expect.poll(() => admin.locator('option').filter({ hasText: '绿道养护巡检试点' }).count(), patience).toBe(1);
    await choose(admin, /^台账例外/, /绿道养护巡检试点/);
    await admin.getByRole('button', { name: '保存', exact: true }).click();
    await expect.poll(() => admin.locator('h1').first().textContent(), patience).toContain('绿道养护巡检');
    await admin.waitForURL((url) => url.pathname.startsWith(`/gov/systems/${tenant}/`));
  });

  it('the ledger shows it, with the approval behind it', async () => {
    await open(admin, `/gov/ledgers/${tenant}`);
    const line = admin.getByRole('row').filter({ hasText: '绿道养护巡检' }).first();
    await line.getByText('例外', { exact: false }).first().waitFor();
    await line.getByRole('link', { name: '绿道养护巡检试点' }).waitFor();
    await admin
      .getByText(/1 \/ 1 个/)
      .first()
      .waitFor();
    expect(await seriousFindings(admin)).toEqual([]);
    await line.getByRole('link', { name: '绿道养护巡检试点' }).click();
    await admin.getByText(/已准予，用到/).waitFor();
  });

  it('what is sent back comes to the inbox of who asked, with the reason', async () => {
    await open(operator, '/ops/inbox');
    await operator.getByRole('link', { name: /古树名木传感监测试点/ }).click();
    await operator.getByRole('button', { name: '退回修改' }).click();
    await operator.getByText('请填写原因').waitFor();
    await operator.getByLabel(/^意见/).fill('请写明试点的点位');
    await operator.getByRole('button', { name: '退回修改' }).click();
    await operator.getByText(/operator 已退回修改/).waitFor();
    await open(admin, '/work');
    await admin.getByRole('link', { name: /古树名木传感监测试点/ }).click();
    await admin.waitForURL((url) => url.pathname.startsWith('/workbench/inbox/'));
    await admin.locator('.columns').getByRole('link', { name: '查看全部' }).last().click();
    await admin.getByText('已退回：请写明试点的点位').waitFor();
    await admin.getByRole('button', { name: '修改后再报' }).click();
    await admin.getByLabel(/^理由/).fill('设备厂商的平台须在试点期内单独运行；点位：中心公园');
    await admin.getByRole('button', { name: '再次提交' }).click();
    await admin.getByText('待审批').first().waitFor();
  });

  it('axe finds nothing serious, and no first screen loads more than 300 kB of script', async () => {
    const found: string[] = [];
    const sizes = new Map<string, number>();
    const measured = [
      '/gov/ledgers',
      `/gov/ledgers/${tenant}`,
      '/gov/large-systems',
      `/gov/large-systems/${tenant}/cityscape`,
      '/gov/exceptions/new',
      '/workbench/inbox',
      '/gov/large-systems/new',
      '/gov/systems/new',
    ];
    for (const path of measured) sizes.set(path, Math.round((await scriptOf(admin, platform.url + path)) / 1000));
    for (const path of measured) {
      await open(admin, path);
      await admin.waitForTimeout(700);
      found.push(...(await seriousFindings(admin)).map((finding) => `${path} ${finding}`));
    }
    expect(found).toEqual([]);
    expect([...sizes].filter(([, size]) => size > 300)).toEqual([]);
  });
});
