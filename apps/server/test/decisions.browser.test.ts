import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chinaDay } from '@dizuo/api';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choose, hasBrowser, openBrowser, person, seriousFindings } from './browser.ts';
import { Platform } from './platform.ts';

const tenant = 't-chengguan';
const system = 'chengguan-06';
const displayName = '渣土执法系统';
const host = `${system}.localhost`;
const patient = { timeout: 90_000 };
const inDays = (n: number) => chinaDay(new Date(Date.now() + n * 86_400_000));

describe.skipIf(!hasBrowser)('from a proposal to a connected system in the console', () => {
  let platform: Platform;
  let browser: Browser;
  let bureau: Page;
  let operator: Page;
  /** The system as it stands. */
  let old: Server;
  let address: string;

  beforeAll(async () => {
    old = createServer((_request, response) => response.end('old system'));
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(old.address() as AddressInfo).port}`;
    platform = await Platform.create();
    await platform.start({ env: { DIZUO_UPSTREAM_ALLOW: address } });
    browser = await openBrowser();
    bureau = await person(browser, platform, 'chengguan-admin');
    operator = await person(browser, platform, 'operator');
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.remove();
    old?.close();
  });

  const open = async (page: Page, path: string) => {
    await page.goto(platform.url + path);
    await page.locator('h1').first().waitFor();
  };
  /** Opens a task by what it is about and agrees. */
  const agree = async (page: Page, about: string) => {
    await open(page, '/ops/inbox');
    await page.locator('a[href^="/ops/inbox/"]').filter({ hasText: about }).first().click();
    await page.getByRole('button', { name: '批准', exact: true }).click();
    await page.getByText('已批准').first().waitFor();
  };

  it('the list has the proposal beside what is decided, and the form begins with it', async () => {
    await open(bureau, `/gov/decisions?search=${encodeURIComponent(displayName)}`);
    await bureau.getByRole('link', { name: '提出方案' }).click();
    await bureau.getByText('5 年费用对比').waitFor();
    await expect.poll(() => bureau.getByLabel('联通', { exact: true }).isChecked()).toBe(true);
    expect(await bureau.getByLabel(/^访问域名/).inputValue()).toBe(host);
    expect(await bureau.getByLabel(/^理由/).inputValue()).not.toBe('');
    await bureau.getByLabel(/^系统现在的地址/).fill('nowhere');
    await bureau.getByRole('button', { name: '提交决定' }).click();
    await bureau.getByText('写成 主机:端口').first().waitFor();
    await bureau.getByLabel(/^系统现在的地址/).fill(address);
    await bureau.getByLabel('可不登录').check();
    expect(await seriousFindings(bureau)).toEqual([]);
    await bureau.getByRole('button', { name: '提交决定' }).click();
    await bureau.getByText('等待部门负责人决定。').waitFor();
  });

  it('who proposed it does not decide on it: the operator stands in', async () => {
    await agree(operator, displayName);
    await open(bureau, `/gov/decisions/${tenant}/${system}`);
    await bureau.getByText('正在实施').first().waitFor(patient);
    await expect.poll(() => bureau.locator('.djs-container svg').count(), patient).toBeGreaterThan(0);
    expect(await seriousFindings(bureau)).toEqual([]);
  });

  it('goes into a wave of a plan; what contradicts is refused at its field', async () => {
    await open(bureau, '/gov/plan');
    await bureau.getByRole('button', { name: '制定计划' }).click();
    await bureau.getByLabel(/^名称/).fill('第一批');
    await bureau.getByLabel(/^开始日期/).fill(inDays(-10));
    await bureau.getByLabel(/^结束日期/).fill(inDays(-20));
    await bureau.locator('.field-error').filter({ hasText: '结束早于开始' }).waitFor();
    await bureau.getByLabel(/^结束日期/).fill(inDays(60));
    await bureau.getByRole('button', { name: '保存计划' }).click();
    await bureau.locator('.gantt').waitFor(patient);
    await bureau.getByRole('checkbox', { name: displayName }).check();
    await choose(bureau, /^列入$/, '第一批');
    await bureau.getByRole('button', { name: '列入 1 个' }).click();
    await bureau.getByText('已列入 1 个系统').first().waitFor();
    await bureau.getByRole('button', { name: '第一批' }).click();
    await bureau.locator('.gantt-item').getByText(displayName).waitFor(patient);
    expect(await bureau.locator('.gantt-done').count()).toBe(1); // the legend's
  });

  it('is connected once people come through its route, and the plan shows it', async () => {
    await expect.poll(() => visit(platform.gatewayPort), patient).toEqual({ status: 200, body: 'old system' });
    await bureau.locator('.gantt-bar.gantt-done').first().waitFor(patient);
    await bureau.getByText('100% 已完成').first().waitFor();
    expect(await seriousFindings(bureau)).toEqual([]);
    await open(bureau, `/gov/decisions/${tenant}/${system}`);
    await bureau.getByText('由平台上的真实对象确认').waitFor(patient);
    const phone = await person(browser, platform, 'chengguan-admin', { width: 375, height: 812 });
    await open(phone, '/gov/plan');
    await phone.getByText('完成 1 / 1').waitFor(patient);
    expect(await seriousFindings(phone)).toEqual([]);
    await phone.context().close();
  });

  it('what is left is proposed in one go', async () => {
    await open(bureau, '/gov/decisions/propose');
    const send = bureau.getByRole('button', { name: /^提出 \d+ 个方案$/ });
    await send.waitFor(patient);
    const count = Number(/\d+/.exec((await send.textContent()) ?? '')?.[0]);
    expect(count).toBeGreaterThan(3);
    await send.click();
    await bureau.waitForURL(/phase=Proposed/, patient);
    await expect.poll(() => bureau.locator('tbody tr').count(), patient).toBe(count);
  });

  it('a project is checked, decided on with its checks, and printed', async () => {
    await open(bureau, '/gov/projects/new');
    await bureau.getByLabel(/^项目名称/).fill('渣土执法一体化平台');
    await choose(bureau, /^申报单位/, '城市管理行政执法局');
    await bureau.getByLabel(/^目的/).fill('新建渣土执法平台');
    await bureau.getByLabel(/^名称/).fill('数据库许可');
    await bureau.getByLabel(/^买的是什么/).fill('数据库');
    await bureau.getByLabel(/^金额/).fill('300000');
    await bureau.getByRole('button', { name: '申报并核对' }).click();
    await bureau.getByText('平台已提供').waitFor(patient);
    await bureau.getByText('可以少花 30 万元').waitFor();
    expect(await seriousFindings(bureau)).toEqual([]);
    await agree(operator, '渣土执法一体化平台');
    await bureau.getByText('operator 已批准。').waitFor(patient);
    if (!existsSync('/usr/bin/pdftotext')) return;
    const path = new URL(bureau.url()).pathname.replace('/gov/', '/print/');
    const pdf = await bureau.evaluate(async (page) => {
      const headers = { 'content-type': 'application/json', 'x-dizuo-csrf': '1' };
      const answer = await fetch('/apis/printing.dizuo/v1alpha1/documents', {
        method: 'POST',
        headers,
        body: JSON.stringify({ path: page }),
      });
      return [...new Uint8Array(await answer.arrayBuffer())];
    }, path);
    const text = execFileSync('pdftotext', ['-', '-'], { input: Buffer.from(pdf) })
      .toString()
      .replaceAll(/\s/g, '');
    for (const words of ['信息化项目核对意见', '1项不通过', '平台已提供', '可以少花30万元', '数据库许可', 'operator批准', '把关人']) {
      expect(text).toContain(words);
    }
    expect(execFileSync('pdfinfo', ['-'], { input: Buffer.from(pdf) }).toString()).toMatch(/Page size:.*A4/);
  });

  it('the package of the pilot is exported, looked at, and applied to the next department, once', async () => {
    await open(operator, '/gov/package');
    await choose(operator, /^试点部门/, '绿化和市容管理局');
    const saved = operator.waitForEvent('download');
    await operator.getByRole('button', { name: '导出方案包' }).click();
    const file = { name: 'package.json', mimeType: 'application/json', buffer: readFileSync(await (await saved).path()) };
    const upload = operator.getByLabel('选择方案包', { exact: true });
    const look = operator.getByRole('button', { name: '预览', exact: true });
    await choose(operator, /^部门/, '文化和旅游局');
    const changed = JSON.parse(file.buffer.toString());
    changed.contents.waves[0].days += 1;
    await upload.setInputFiles({ ...file, buffer: Buffer.from(JSON.stringify(changed)) });
    await look.click();
    await operator.getByRole('alert').getByText('方案包在导出后被改动或损坏').waitFor(patient);
    await upload.setInputFiles(file);
    await look.click();
    const changes = operator.getByRole('region', { name: '将要发生的变化' });
    const row = (kind: string) => changes.getByRole('row').filter({ hasText: kind });
    await row('大系统').getByText('新建').waitFor(patient);
    await row('整合批次').getByText('新建').waitFor();
    await row('整合规则').getByText('相同').waitFor();
    expect(await seriousFindings(operator)).toEqual([]);
    const reader = await platform.signIn('operator');
    const made = async () => {
      const objects = `/apis/integration.dizuo/v1alpha1/namespaces/t-wenlv`;
      const names = async (plural: string) =>
        ((await (await reader.request(`${objects}/${plural}`)).json()) as { items: { metadata: { name: string } }[] }).items.map(
          ({ metadata }) => metadata.name,
        );
      return [...(await names('largesystems')), ...(await names('integrationplans'))];
    };
    expect(await made()).toEqual([]);
    await changes.getByRole('button', { name: '全部应用' }).click();
    await operator.getByText('已应用').waitFor(patient);
    expect(await made()).toEqual(['cityscape', 'default']);
    expect(await seriousFindings(operator)).toEqual([]);
    await look.click();
    await operator.getByText('没有需要改变的内容').waitFor(patient);
    expect(await changes.getByRole('button', { name: '全部应用' }).isDisabled()).toBe(true);
    expect(await seriousFindings(operator)).toEqual([]);
  });
});

/** Somebody outside comes to the system by its new name. */
function visit(port: number): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/', headers: { host: `${host}:${port}` } }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, body }));
    }).on('error', reject);
  });
}
