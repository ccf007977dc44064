import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Platform } from './platform.ts';

const program = '/usr/bin/chromium';
const dist = join(import.meta.dirname, '../../console/dist');
export const hasBrowser = existsSync(program);

export function openBrowser(): Promise<Browser> {
  // Chromium refuses its own sandbox for root.
  return chromium.launch({ executablePath: program, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/** A person in a browser of their own, signed in by the console's own form. */
export async function person(browser: Browser, platform: Platform, user: string, size = { width: 1440, height: 900 }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(platform.url);
  await fillSignIn(page, user, platform.password(user));
  await page.getByRole('button', { name: /.*/ }).first().waitFor();
  return page;
}

export async function fillSignIn(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel('用户名').fill(user);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Chooses by the text that is shown, in the browser's own select or in Ant Design's. */
export async function choose(page: Page, label: RegExp, option: string | RegExp): Promise<void> {
  const field = page.getByLabel(label).last();
  await field.waitFor();
  if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
    const wanted = field.locator('option').filter({ hasText: option }).first();
    await wanted.waitFor({ state: 'attached' });
    await field.selectOption((await wanted.getAttribute('value')) ?? '');
    return;
  }
  await field.click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click();
}

/** Serious and critical findings of axe on the page as it is, in words. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).exclude('.djs-container, .bjs-powered-by').analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((node) => node.target.join(' '))
          .slice(0, 3)
          .join(' | ')}`,
    );
}

/** Bytes of script, as gzip sends it, that the first screen of a page loads from nothing. */
export async function scriptOf(page: Page, url: string): Promise<number> {
  const fresh = await page.context().newPage();
  let bytes = 0;
  fresh.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js'))
      bytes += (statSync(join(dist, `${pathname}.gz`), { throwIfNoEntry: false }) ?? statSync(join(dist, pathname))).size;
  });
  await fresh.goto(url);
  await fresh.locator('h1').first().waitFor();
  await fresh.waitForTimeout(600);
  await fresh.close();
  return bytes;
}
