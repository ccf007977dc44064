import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choose, fillSignIn, hasBrowser, openBrowser, person, scriptOf, seriousFindings } from './browser.ts';
import { Platform } from './platform.ts';

const tenant = 't-lvhua';

describe.skipIf(!hasBrowser)('the journey in the console', () => {
  let platform: Platform;
  let browser: Browser;
  let operator: Page;
  let developer: Page;

  beforeAll(async () => {
    platform = await Platform.create();
    await platform.start();
    browser = await openBrowser();
    operator = await person(browser, platform, 'operator');
    developer = await person(browser, platform, 'developer');
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.remove();
  });

  const open = async (page: Page, path: string) => {
    await page.goto(platform.url + path);
    await page.locator('h1').first().waitFor();
  };

  it('the operator makes a tenant with a quota', async () => {
    await open(operator, '/ops/tenants');
    await operator
      .getByRole('link', { name: '新建租户' })
      .or(operator.getByRole('button', { name: '新建租户' }))
      .first()
      .click();
    await operator.getByLabel(/^租户名称/).fill('t-guanggao');
    await operator.getByLabel(/^显示名称/).fill('户外广告设施管理所');
    await choose(operator, /^所属部门/, '户外广告设施管理所');
    await operator.getByRole('button', { name: '建立租户' }).click();
    await operator.getByText('租户已建立').first().waitFor();
    await expect.poll(() => operator.locator('h1').first().textContent()).toContain('户外广告设施管理所');
  });

  it('the developer orders a database and sees cost and quota', async () => {
    await open(developer, `/dev/${tenant}/market`);
    await developer.getByText('PostgreSQL 关系数据库').first().click();
    await developer
      .getByRole('button', { name: '选择此规格' })
      .or(developer.getByRole('link', { name: '选择此规格' }))
      .first()
      .click();
    await developer.getByLabel(/^用途/).fill('户外招牌设置许可的申请与审批数据');
    await developer.getByLabel(/^实例名称/).fill('permits');
    await developer.getByText('费用与配额').first().waitFor();
    await developer.getByRole('button', { name: '预览申请单' }).click();
    await developer.getByRole('button', { name: '提交申请' }).click();
    await developer.getByText('申请单已提交，等待审批').first().waitFor();
  });

  it('the operator approves it at phone width, with the diagram in front', async () => {
    const phone = await person(browser, platform, 'operator', { width: 375, height: 812 });
    await open(phone, '/ops/inbox');
    await phone.locator('a[href^="/ops/inbox/"]').filter({ hasText: 'postgresql-' }).first().click();
    await phone.getByRole('button', { name: '批准', exact: true }).waitFor();
    await expect.poll(() => phone.locator('.djs-container svg').count()).toBeGreaterThan(0);
    expect(await seriousFindings(phone)).toEqual([]);
    await phone.getByRole('button', { name: '批准', exact: true }).click();
    await phone.getByText('已批准').first().waitFor();
    await phone.context().close();
  });

  it('the developer sees it delivered, live', async () => {
    await expect.poll(() => developer.getByText('已交付').count()).toBeGreaterThan(0);
    await open(developer, `/dev/${tenant}/instances/permits`);
    await developer.getByText('就绪').first().waitFor();
  });

  it('the developer deploys the application with the secret of the binding', async () => {
    await open(developer, `/dev/${tenant}/applications`);
    await developer.getByRole('button', { name: '新建应用' }).first().click();
    const dialog = developer.getByRole('dialog');
    await dialog.getByLabel(/^应用名称/).fill('户外招牌设置许可');
    await dialog.getByLabel(/^标识/).fill('shop-sign-permit');
    await choose(developer, /^如何计入台账/, '作为大系统的模块');
    await choose(developer, /^大系统与模块/, /户外招牌设置许可$/);
    await dialog
      .getByRole('button', { name: /保存|新建|建立|确定/ })
      .last()
      .click();
    await expect.poll(() => developer.getByText('户外招牌设置许可').count()).toBeGreaterThan(0);
    await open(developer, `/dev/${tenant}/workloads/new?application=shop-sign-permit&secret=permits`);
    await developer.getByLabel(/^名称/).fill('shop-sign-permit');
    const fill = developer.getByRole('button', { name: '补全变量' });
    if (await fill.isVisible()) await fill.click();
    await fillVariables(developer);
    await developer.getByRole('button', { name: '部署', exact: true }).click();
    await developer.getByText('已开始部署').first().waitFor();
    await expect.poll(() => developer.getByText(/[12] \/ [12] 就绪/).count()).toBeGreaterThan(0);
  });

  it('publishes it, and a shop keeper comes in through the front door', async () => {
    await open(developer, `/dev/${tenant}/routes/new`);
    await developer.getByLabel(/^名称/).fill('shop-sign');
    await developer.getByLabel(/^域名/).fill('shop-sign.localhost');
    await choose(developer, /^后端$|^后端 /, 'shop-sign-permit');
    await developer.getByRole('button', { name: '发布', exact: true }).last().click();
    await developer.getByText('路由已保存').first().waitFor();
    const context = await browser.newContext({ locale: 'zh-CN' });
    const keeper = await context.newPage();
    await expect
      .poll(async () => (await keeper.goto(`http://shop-sign.localhost:${platform.gatewayPort}/`).catch(() => undefined))?.status())
      .toBe(200);
    await fillSignIn(keeper, 'shopkeeper', platform.password('shopkeeper'));
    await keeper.waitForURL((url) => url.hostname === 'shop-sign.localhost');
    await keeper.getByText('商户经营者').first().waitFor();
    await context.close();
  });

  it('the topology shows it all', async () => {
    await open(developer, `/dev/${tenant}/topology`);
    for (const name of ['shop-sign', 'shop-sign-permit', 'permits'])
      await developer.locator('.react-flow__node').filter({ hasText: name }).first().waitFor();
  });

  it('the developer makes a second binding and takes it back', async () => {
    await open(developer, `/dev/${tenant}/instances/permits`);
    await developer.getByRole('button', { name: '新建绑定' }).click();
    await developer.getByLabel(/^绑定名称/).fill('permits-reports');
    await developer.getByRole('button', { name: '建立绑定' }).click();
    const row = developer.getByRole('listitem').filter({ hasText: 'permits-reports' }).first();
    await row.getByText('就绪').first().waitFor();
    await developer.getByRole('button', { name: '删除 permits-reports' }).click();
    await developer.getByText('密钥 permits-reports 和其中的账号').waitFor();
    await developer.getByLabel(/^请输入名称/).fill('permits-reports');
    await developer.getByRole('button', { name: '确认删除' }).click();
    await expect.poll(() => row.count()).toBe(0);
  });

  it('the operator changes a price and what stands in the market', async () => {
    const plan = '/ops/catalog/postgresql/plans/postgresql-small';
    await open(operator, `${plan}/edit`);
    await operator.getByLabel(/^月价/).fill('66');
    await operator.getByRole('button', { name: '保存', exact: true }).click();
    await operator.getByText('¥66.00').first().waitFor();
    await operator.getByRole('button', { name: '下架' }).click();
    await operator.getByRole('button', { name: '上架', exact: true }).waitFor();
    await operator.getByRole('button', { name: '更多操作' }).click();
    await operator.getByText('删除', { exact: true }).click();
    await operator.getByText('有实例正在使用该规格；可改为下架').waitFor();
  });

  it('the system administrator is told in Chinese why a department cannot go', async () => {
    const admin = await person(browser, platform, 'system-admin');
    await open(admin, '/gov/organisation?department=lvhua-shirong');
    await admin.getByRole('button', { name: '删除部门' }).click();
    await admin.getByText(/租户 .* 属于它/).waitFor();
    expect(await admin.getByRole('button', { name: '确认删除' }).isDisabled()).toBe(true);
    expect(await seriousFindings(admin)).toEqual([]);
    await admin.context().close();
  });

  it('the audit administrator checks the seals', async () => {
    const auditor = await person(browser, platform, 'audit-admin');
    await open(auditor, '/gov/audit');
    await auditor
      .getByRole('tab', { name: /封|校验|验证/ })
      .first()
      .click();
    await auditor
      .getByRole('button', { name: /校验|验证/ })
      .first()
      .click();
    await auditor
      .getByText(/完整|未被改动|没有发现/)
      .first()
      .waitFor();
    await auditor.context().close();
  });

  it('loads at most 300 kB of script for the first screen of a page', async () => {
    const pages: [Page, string][] = [
      [developer, '/work'],
      [developer, `/dev/${tenant}/applications`],
      [developer, `/dev/${tenant}/instances/permits`],
      [developer, `/dev/${tenant}/orders/new?class=postgresql&plan=postgresql-medium`],
      [developer, `/dev/${tenant}/workloads/new`],
      [developer, `/dev/${tenant}/routes/new`],
      [operator, '/ops/inbox'],
      [operator, `/ops/tenants/${tenant}`],
      [operator, '/ops/catalog/postgresql/plans/new'],
    ];
    const sizes = new Map<string, number>();
    for (const [page, path] of pages) sizes.set(path, Math.round((await scriptOf(page, platform.url + path)) / 1000));
    expect([...sizes].filter(([, size]) => size > 300)).toEqual([]);
  });

  it('axe finds nothing serious on any page of the way', async () => {
    const pages: [Page, string][] = [
      [developer, '/work'],
      [developer, `/dev/${tenant}/market`],
      [developer, `/dev/${tenant}/orders`],
      [developer, `/dev/${tenant}/instances/permits`],
      [developer, `/dev/${tenant}/applications`],
      [developer, `/dev/${tenant}/workloads/shop-sign-permit`],
      [developer, `/dev/${tenant}/routes`],
      [operator, '/ops/tenants'],
      [operator, '/ops/inbox'],
      [operator, '/ops/catalog'],
      [operator, '/ops/catalog/postgresql'],
      [operator, '/ops/catalog/postgresql/plans/new'],
    ];
    const found: string[] = [];
    for (const [page, path] of pages) {
      await open(page, path);
      await page.waitForTimeout(700);
      found.push(...(await seriousFindings(page)).map((finding) => `${path} ${finding}`));
    }
    expect(found).toEqual([]);
  });
});

/** CLERK_POSITION is the one variable that nobody can fill in for the developer. */
async function fillVariables(page: Page): Promise<void> {
  const values = page.getByLabel(/^值/);
  for (let i = 0; i < (await values.count()); i += 1) {
    if ((await values.nth(i).inputValue()) === '') await values.nth(i).fill('lvhua-shenpi');
  }
}
