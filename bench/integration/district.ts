import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ImportAnswer } from '@dizuo/api';
import { openBrowser, person } from '../../apps/server/test/browser.ts';
import { Platform } from '../../apps/server/test/platform.ts';
import { DepartmentTree } from '../../packages/modules/src/integration/inventory/department-tree.ts';
import { exportRows } from '../../packages/modules/src/integration/inventory/workbook/export-rows.ts';
import { writeWorkbook } from '../../packages/modules/src/integration/inventory/workbook/write-workbook.ts';
import { ms, quantile, say, table } from '../report.ts';
import { sampleSystems } from './sample-systems.ts';

/** The integration on a whole platform: a graph of 500 systems, an import of 5,000 and the cockpit with all of them. */

const rounds = 5;
const integration = '/apis/integration.dizuo/v1alpha1';
const graphTenant = 't-graph';
const largeTenant = 't-large';

/** In the page: presses a key on the graph, and tells whether it has selected a system. */
const pressed = `(() => {
  const graph = document.querySelector('[role=application]');
  graph?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  return location.search.includes('selected=');
})()`;

const platform = await Platform.create();
try {
  await platform.start({ args: ['--empty'] });
  const operator = await platform.signIn('operator');
  const organisation = await platform.signIn('system-admin');
  const send = async (visitor: typeof operator, method: string, path: string, body?: unknown) => {
    const response = await visitor.request(path, { method, ...(body === undefined ? {} : { body }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const department = (name: string, spec: object) =>
    send(organisation, 'POST', '/apis/identity.dizuo/v1alpha1/departments', { metadata: { name }, spec });
  for (const [tenant, name] of [
    [graphTenant, 'graph'],
    [largeTenant, 'large'],
  ] as const) {
    await department(name, { displayName: `${name}局`, category: 'bureau', parentRef: 'district' });
    await send(operator, 'POST', '/apis/tenancy.dizuo/v1alpha1/tenants', {
      metadata: { name: tenant },
      spec: { displayName: `${name}局`, departmentRef: name },
    });
  }

  const graph = moved(sampleSystems(500, 1), graphTenant, 'graph');
  for (let i = 0; i < graph.length; i += 20) {
    await Promise.all(
      graph
        .slice(i, i + 20)
        .map(({ metadata: { name }, spec }) =>
          send(operator, 'POST', `${integration}/namespaces/${graphTenant}/informationsystems`, { metadata: { name }, spec }),
        ),
    );
  }
  const browser = await openBrowser();
  const page = await person(browser, platform, 'operator');
  const interactive: number[] = [];
  for (let i = 0; i <= rounds; i += 1) {
    await page.goto('about:blank');
    const startedAt = performance.now();
    await page.goto(`${platform.url}/gov/dependencies`, { waitUntil: 'commit' });
    while (!(await page.evaluate(pressed).catch(() => false)));
    interactive.push(performance.now() - startedAt);
    if (i === 0) say(`graph: ${await page.getByRole('application').getAttribute('aria-label')}`);
  }

  const tree = new DepartmentTree([{ metadata: { name: 'large' }, spec: { displayName: 'large局', category: 'bureau' } }] as never);
  const large = moved(sampleSystems(5000, 50), largeTenant, 'large').map((system, i) => ({
    ...system,
    spec: { ...system.spec, displayName: nameOf(i) },
  }));
  const stream = new PassThrough();
  const [workbook] = await Promise.all([
    buffer(stream),
    writeWorkbook(stream, { rows: (sheet) => exportRows(sheet, large, tree), departments: ['large局'] }),
  ]);
  const upload = async (mode: 'check' | 'commit') => {
    const startedAt = performance.now();
    const response = await fetch(`${platform.url}${integration}/inventory/tenants/${largeTenant}/import?mode=${mode}`, {
      method: 'POST',
      headers: {
        cookie: `dizuo_session=${operator.cookie('dizuo_session')}`,
        'x-dizuo-csrf': '1',
        'content-type': 'application/octet-stream',
      },
      body: new Uint8Array(workbook),
    });
    if (!response.ok) throw new Error(`import: ${response.status} ${(await response.text()).slice(0, 500)}`);
    const answer = (await response.json()) as ImportAnswer;
    return { answer, ms: performance.now() - startedAt };
  };
  const check = await upload('check');
  const commit = await upload('commit');
  say(
    `workbook: ${Math.round(workbook.length / 1024)} KiB, ${check.answer.creates} new systems, ${check.answer.problems} problems, ${check.answer.duplicates.length} duplicates`,
  );

  const first = await timed(() => send(operator, 'GET', `${integration}/cockpit`).then((response) => response.arrayBuffer()));
  const cockpit: number[] = [];
  const cockpitPage: number[] = [];
  for (let i = 0; i <= rounds; i += 1) {
    // Whatever was kept is out of date: the figures are made anew.
    await send(operator, 'POST', `${integration}/namespaces/${largeTenant}/informationsystems`, {
      metadata: { name: `more-${i}` },
      spec: { displayName: `又一个${i}`, departmentRef: 'large', level: 'district' },
    });
    cockpit.push(await timed(() => send(operator, 'GET', `${integration}/cockpit`).then((response) => response.arrayBuffer())));
    await page.goto('about:blank');
    const startedAt = performance.now();
    await page.goto(`${platform.url}/gov/cockpit`, { waitUntil: 'commit' });
    await page.locator('.cockpit-figure, .cockpit dl, .cockpit section').first().waitFor();
    cockpitPage.push(performance.now() - startedAt);
  }
  await browser.close();

  table([
    ['', 'measured', 'aim'],
    ['graph of 500 systems: from the address to the first key answered', ms(quantile(interactive.slice(1), 0.5)), '1000 ms'],
    ['import of 5,000 rows: check', ms(check.ms), ''],
    ['import of 5,000 rows: all of it in one commit', ms(commit.ms), ''],
    ['cockpit of 5,500 systems: answer, at first', ms(first), ''],
    ['cockpit of 5,500 systems: answer after a change', ms(quantile(cockpit.slice(1), 0.5)), ''],
    ['cockpit page in the browser after a change', ms(quantile(cockpitPage.slice(1), 0.5)), '1000 ms'],
  ]);
} finally {
  await platform.remove();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The same systems in one tenant. */
function moved(systems: ReturnType<typeof sampleSystems>, tenant: string, departmentRef: string) {
  return systems.map((system) => ({
    ...system,
    metadata: { ...system.metadata, namespace: tenant },
    spec: {
      ...system.spec,
      departmentRef,
      ...earlier(system.spec),
      interfaces: (system.spec.interfaces ?? [])
        .map((link) => ({ ...link, tenant }))
        .filter(({ systemRef }) => systemRef !== system.metadata.name),
    },
  }));
}

/** A system is used after its first day. */
function earlier({ commissionedOn = '', lastActiveOn = '' }: ReturnType<typeof sampleSystems>[number]['spec']) {
  return commissionedOn > lastActiveOn ? { commissionedOn: lastActiveOn, lastActiveOn: commissionedOn } : {};
}

/** Names that nobody would take for each other's. */
function nameOf(i: number): string {
  let state = (i + 1) * 2_654_435_761;
  return Array.from({ length: 8 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCodePoint(0x4e00 + ((state >>> 8) % 3000));
  }).join('');
}
