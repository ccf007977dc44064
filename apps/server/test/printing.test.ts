import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from './browser.ts';
import { Platform } from './platform.ts';
import { foreign, marker, must, own, TwoTenants } from './two-tenants.ts';

const hasReader = existsSync('/usr/bin/pdftotext');
const documents = '/apis/printing.dizuo/v1alpha1/documents';
let platform: Platform;
let world: TwoTenants;
/** Something that a printed page must not reach. */
let neighbour: Server;
let reached: string[];
/** Where the server puts what it needs for a moment. */
let temporary: string;

beforeAll(async () => {
  reached = [];
  neighbour = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(neighbour.address() as AddressInfo).port}`;
  platform = await Platform.create();
  temporary = mkdtempSync(join(tmpdir(), 'print-test-'));
  chmodSync(temporary, 0o755);
  await platform.start({ env: { TMPDIR: temporary } });
  world = new TwoTenants(platform);
  await world.make();
  await order('dev-own', own, `门头招牌审批 <img src="${address}/picture"><iframe src="file:///etc/passwd"></iframe>`);
  await order('dev-foreign', foreign, marker);
});
afterAll(async () => {
  await platform?.remove();
  neighbour?.close();
  rmSync(temporary, { recursive: true, force: true });
});

async function order(person: string, tenant: string, purpose: string): Promise<void> {
  const service = { classRef: 'postgresql', planRef: 'postgresql-small', instanceName: 'db', parameters: { storageMiB: 256 } };
  await must(
    world.person(person).session('POST', `/apis/approval.dizuo/v1alpha1/namespaces/${tenant}/requests`, {
      metadata: { name: 'paper' },
      spec: { service, purpose, durationMonths: 12 },
    }),
  );
}

async function leader() {
  return { visitor: await platform.signIn('leader') };
}

type Way = 'cookie' | 'token';

async function ask(person: string, body: unknown, way: Way = 'cookie'): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const { visitor, token } = world.person(person);
  const credential =
    way === 'token'
      ? { authorization: `Bearer ${token}` }
      : { cookie: `dizuo_session=${visitor.cookie('dizuo_session')}`, 'x-dizuo-csrf': '1' };
  const headers = { 'content-type': 'application/json', ...credential };
  const answer = await fetch(platform.url + documents, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** What a reader of PDFs that is not ours finds in it. */
function read(pdf: Buffer): { text: string; pages: number; size: string } {
  const text = execFileSync('pdftotext', ['-', '-'], { input: pdf }).toString();
  const info = execFileSync('pdfinfo', ['-'], { input: pdf }).toString();
  return { text, pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]), size: /Page size:\s+(.*)/.exec(info)?.[1] ?? '' };
}

describe.skipIf(!hasBrowser || !hasReader)('a page of the console as PDF', () => {
  it.each(['zh-CN', 'en'])(
    'the report of the cockpit is one A4 page in %s, whose figures say how they are reckoned and where from',
    async (language) => {
      const { visitor } = await leader();
      const answer = await fetch(platform.url + documents, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          cookie: `dizuo_session=${visitor.cookie('dizuo_session')}`,
          'x-dizuo-csrf': '1',
        },
        body: JSON.stringify({ path: '/print/cockpit', language }),
      });
      const { text, pages, size } = read(Buffer.from(await answer.arrayBuffer()));
      expect([pages, size]).toEqual([1, expect.stringContaining('A4')]);
      const words =
        language === 'en' ? ['Six unifications', 'Upkeep a year', 'hosting', 'Source'] : ['六个统一', '每年运维费', '托管费', '来源'];
      for (const word of words) expect(text.replaceAll(/\s+/g, ' ')).toContain(word);
    },
  );

  it('is one A4 page of Chinese that can be searched, with its source, person and page number', async () => {
    const answer = await ask('dev-own', { path: `/print/orders/${own}/paper` });
    expect(answer.status, answer.bytes.toString('utf8', 0, 300)).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain('组件申请单.pdf');
    const { text, pages, size } = read(answer.bytes);
    expect(size).toContain('A4');
    expect(pages).toBe(1);
    for (const words of ['组件申请单', '门头招牌审批', '审批人', '来源：申请单', 'Person dev-own'])
      expect(text.replaceAll(/\s/g, '')).toContain(words.replaceAll(' ', ''));
    expect(text.replaceAll(/\s/g, '')).toContain('第1页，共1页');
  });

  it('is in the language that was asked for, and made for programs too', async () => {
    const answer = await ask('dev-own', { path: `/print/orders/${own}/paper`, language: 'en' }, 'token');
    expect(answer.status).toBe(200);
    const { text } = read(answer.bytes);
    expect(text).toContain('Head of the department');
    expect(text).toContain('Page 1 of 1');
  });

  it.each<[string, string, Way]>([
    ['dev-own', 'of another tenant', 'cookie'],
    ['dev-own', 'of another tenant', 'token'],
    ['outsider', 'of any tenant', 'cookie'],
  ])('%s cannot print a page %s (%s)', async (person, _what, way) => {
    const there = await ask(person, { path: `/print/orders/${foreign}/paper` }, way);
    const nowhere = await ask(person, { path: `/print/orders/${foreign}/nothing` }, way);
    expect(there.status, there.bytes.toString('utf8', 0, 300)).toBe(403);
    expect(there.bytes.toString()).not.toContain(marker);
    expect(there.bytes.toString().replaceAll('paper', 'nothing')).toBe(nowhere.bytes.toString());
  });

  it('says where there is nothing to print', async () => {
    expect((await ask('dev-own', { path: `/print/orders/${own}/nothing` })).status).toBe(404);
    expect((await ask('dev-own', { path: '/print/no-such-page' })).status).toBe(404);
  });

  it('has no way to files, other addresses, or pages that are not for print', async () => {
    const { port } = neighbour.address() as AddressInfo;
    for (const path of [
      'file:///etc/passwd',
      `http://127.0.0.1:${port}/print/x`,
      `//127.0.0.1:${port}/print/x`,
      '/print/../auth/session',
      '/gov/audit',
      '/oidc/auth?redirect_uri=x',
    ])
      expect((await ask('dev-own', { path })).status, path).toBe(400);
    expect((await ask('dev-own', { path: `/print/orders/${own}/paper?next=http://127.0.0.1:${port}/next` })).status).toBe(200);
    expect(reached).toEqual([]);
  });

  it('is refused without a credential and, to a browser’s session, without the header that other sites cannot send', async () => {
    const body = JSON.stringify({ path: `/print/orders/${own}/paper` });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(platform.url + documents, { method: 'POST', headers, body })).status).toBe(401);
    const cookie = `dizuo_session=${world.person('dev-own').visitor.cookie('dizuo_session')}`;
    expect((await fetch(platform.url + documents, { method: 'POST', headers: { ...headers, cookie }, body })).status).toBe(403);
  });

  it('waits its turn, and is refused where one caller asks for too many', async () => {
    const path = `/print/orders/${own}/paper`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('dev-own', { path })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 429, 429]);
  });

  it('leaves nothing behind', () => expect(readdirSync(temporary).filter((name) => name.startsWith('dizuo-print-'))).toEqual([]));
});
