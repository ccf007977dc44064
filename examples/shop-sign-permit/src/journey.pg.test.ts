import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The real program, twice, as the platform runs it: on one database, behind tokens that an issuer signs. */

const issuer = 'https://platform.example';
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(3000, 7)]);
let database: TestDatabase;
let jwks: Server;
let key: CryptoKey;
let foreignKey: CryptoKey;
const replicas: { url: string; child: ChildProcess; output: string[] }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const pair = await generateKeyPair('EdDSA');
  key = pair.privateKey;
  foreignKey = (await generateKeyPair('EdDSA')).privateKey;
  const document = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'EdDSA', use: 'sig' }] });
  jwks = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(document));
  await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
  // Both at once: each finds the other migrating.
  replicas.push(...(await Promise.all([startReplica(), startReplica()])));
});
afterAll(async () => {
  for (const { child } of replicas) if (child.exitCode === null) await ended(child, 'SIGKILL');
  jwks.close();
  await database.drop();
});

async function startReplica() {
  const port = await freePort();
  const { host, database: name } = database.access.admin;
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: `postgresql://postgres@${encodeURIComponent(String(host))}/${name}`,
      DIZUO_JWKS_URL: `http://127.0.0.1:${(jwks.address() as { port: number }).port}/jwks`,
      DIZUO_ISSUER: issuer,
      DIZUO_AUDIENCE: 'shop-sign-permit',
      CLERK_POSITION: 'lvhua-shenpi',
      BASE_PATH: '/sign',
    },
  });
  const output: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output.join('')}`)));
    child.stdout.on('data', (data) => {
      output.push(String(data));
      if (output.join('').includes('listening at')) resolve();
    });
  });
  return { url: `http://127.0.0.1:${port}`, child, output };
}

const at = (index: number) => replicas[index]?.url ?? '';
const token = (sub: string, more: Record<string, unknown> = {}, signer = key) =>
  new SignJWT({ name: `${sub}（示例）`, ...more })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
    .setSubject(sub)
    .setIssuer(issuer)
    .setAudience('shop-sign-permit')
    .setExpirationTime('5m')
    .sign(signer);
const keeper = () => token('shopkeeper', { category: 'citizen' });
const clerk = () => token('clerk', { positions: ['lvhua-shenpi'], departments: ['lvhua-guanggao'] });

async function call(path: string, jwt?: string, init: RequestInit = {}, replica = 0) {
  const response = await fetch(`${at(replica)}/sign${path}`, {
    redirect: 'manual',
    ...init,
    headers: { ...init.headers, ...(jwt ? { 'x-dizuo-identity': jwt } : {}) },
  });
  return {
    status: response.status,
    headers: response.headers,
    text: await response.text(),
    location: response.headers.get('location') ?? '',
  };
}
const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';

async function form(jwt: string, more: Record<string, string> = {}, photo: Buffer = jpeg): Promise<FormData> {
  const page = (await call('/apply', jwt)).text;
  const data = new FormData();
  const fields = {
    shopName: '老街面馆',
    address: '示例路 1 号',
    content: '老街<面馆>',
    widthCm: '300',
    heightCm: '80',
    phone: '13800000000',
    ...more,
  };
  for (const [name, value] of Object.entries({ csrf: hidden(page, 'csrf'), submission: hidden(page, 'submission'), ...fields }))
    data.set(name, value);
  data.set('photo', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'photo.jpg');
  return data;
}
/** Applies and answers with the application's path. */
async function apply(more: Record<string, string> = {}): Promise<string> {
  const jwt = await keeper();
  const sent = await call('/apply', jwt, { method: 'POST', body: await form(jwt, more) });
  expect(sent.status).toBe(303);
  return sent.location.replace('/sign', '');
}
async function decide(id: string, jwt: string, fields: Record<string, string>, replica = 1) {
  const page = (await call(`/review/${id}`, jwt, {}, replica)).text;
  const body = new URLSearchParams({ csrf: hidden(page, 'csrf'), ...fields });
  return call(`/review/${id}/decision`, jwt, { method: 'POST', body }, replica);
}

describe('shop sign permit', () => {
  test('from application by way of approval to a permit that anybody can verify', async () => {
    const path = await apply();
    const mine = await call(path, await keeper(), {}, 1);
    expect(mine.text).toContain('老街&lt;面馆&gt;');
    expect(mine.text).toContain('待审批');
    const photo = await fetch(`${at(1)}/sign${path}/photo`, { headers: { 'x-dizuo-identity': await keeper() } });
    expect(photo.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await photo.arrayBuffer()).equals(jpeg)).toBe(true);

    const id = path.split('/').pop() ?? '';
    const list = await call('/review', await clerk());
    expect(list.text).toContain(`/sign/review/${id}`);
    expect((await decide(id, await clerk(), { outcome: 'approved' })).status).toBe(303);
    const code = /class="code">([^<]+)</.exec((await call(path, await keeper())).text)?.[1] ?? '';
    expect(code).toMatch(/^ZP-\d{4}-/);

    const found = await call(`/permits?code=${code.toLowerCase().replaceAll('-', ' ')}`);
    expect(found.location).toBe(`/sign/permits/${code}`);
    const permit = await call(`/permits/${code}`);
    expect(permit.text).toContain('许可有效');
    expect(permit.text).not.toMatch(/13800000000|shopkeeper/);
    expect((await call('/permits/ZP-2026-0000-0000')).status).toBe(404);
  });

  test('a rejection needs a reason, the applicant reads it and applies again', async () => {
    const path = await apply();
    const id = path.split('/').pop() ?? '';
    const without = await decide(id, await clerk(), { outcome: 'rejected', reason: ' ' });
    expect([without.status, without.text.includes('请写明不通过的理由')]).toEqual([422, true]);
    expect((await decide(id, await clerk(), { outcome: 'rejected', reason: '尺寸超过门楣宽度' })).status).toBe(303);
    const mine = await call(path, await keeper());
    expect(mine.text).toContain('尺寸超过门楣宽度');
    expect((await call(`/apply?from=${id}`, await keeper())).text).toContain('value="老街面馆"');
  });

  test('two clerks decide at once: one decision holds', async () => {
    const id = (await apply()).split('/').pop() ?? '';
    const jwt = await clerk();
    const pages = await Promise.all([0, 1].map((replica) => call(`/review/${id}`, jwt, {}, replica)));
    const sent = await Promise.all(
      pages.map(({ text }, replica) =>
        call(
          `/review/${id}/decision`,
          jwt,
          {
            method: 'POST',
            body: new URLSearchParams({ csrf: hidden(text, 'csrf'), outcome: replica ? 'approved' : 'rejected', reason: '理由' }),
          },
          replica,
        ),
      ),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual([303, 409]);
  });

  test('the same form sent twice is one application', async () => {
    const jwt = await keeper();
    const data = await form(jwt);
    const sent = await Promise.all([0, 1].map((replica) => call('/apply', jwt, { method: 'POST', body: data }, replica)));
    expect(sent.map(({ status }) => status)).toEqual([303, 303]);
    expect(sent[0]?.location).toBe(sent[1]?.location);
  });

  test('what is wrong is said at its field, and what was typed stays', async () => {
    const jwt = await keeper();
    const sent = await call('/apply', jwt, { method: 'POST', body: await form(jwt, { widthCm: 'wide' }, Buffer.from('<script>')) });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('宽度请填');
    expect(sent.text).toContain('照片须是 JPG 或 PNG');
    expect(sent.text).toContain('value="wide"');
    const large = await call('/apply', jwt, {
      method: 'POST',
      body: await form(jwt, {}, Buffer.concat([jpeg, Buffer.alloc(5 * 1024 * 1024)])),
    });
    expect([large.status, large.text.includes('超过 5 MB')]).toEqual([422, true]);
  });

  test('nobody gets where they may not', async () => {
    const path = await apply();
    const id = path.split('/').pop() ?? '';
    const other = await token('other');
    const rows: [string, Promise<{ status: number }>, number][] = [
      ['nobody applies unknown', call('/apply'), 401],
      ["somebody else's application does not exist", call(path, other), 404],
      ['nor its photograph', call(`${path}/photo`, other), 404],
      ['an applicant is no clerk', call('/review', await keeper()), 403],
      ['nor hears what clerks hear', call('/review/events', await keeper()), 403],
      [
        'nor decides',
        call(`/review/${id}/decision`, await keeper(), { method: 'POST', body: new URLSearchParams({ outcome: 'approved' }) }),
        403,
      ],
      ['a token of another issuer', call('/', await token('clerk', {}, foreignKey)), 401],
      ['no token at all', call('/', 'nonsense'), 401],
      ['an address that is no id', call("/applications/'; drop table application", await clerk()), 404],
    ];
    for (const [why, answer, status] of rows) expect([why, (await answer).status]).toEqual([why, status]);
    const expired = await new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
      .setSubject('clerk')
      .setIssuer(issuer)
      .setAudience('shop-sign-permit')
      .setExpirationTime(1)
      .sign(key);
    expect((await call('/', expired)).status).toBe(401);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: 'clerk', iss: issuer, exp: 9_999_999_999 })).toString('base64url')}.`;
    expect((await call('/', unsigned)).status).toBe(401);
  });

  test('a form that was not made for this person is refused', async () => {
    const jwt = await keeper();
    const theirs = await form(await token('other'));
    expect((await call('/apply', jwt, { method: 'POST', body: theirs })).status).toBe(403);
    const own = await form(jwt);
    expect((await call('/apply', jwt, { method: 'POST', body: own, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    own.delete('csrf');
    expect((await call('/apply', jwt, { method: 'POST', body: own })).status).toBe(403);
  });

  test('a clerk does not decide on an application of their own', async () => {
    const jwt = await clerk();
    const sent = await call('/apply', jwt, { method: 'POST', body: await form(jwt) });
    const id = sent.location.split('/').pop() ?? '';
    expect((await call(`/review/${id}`, jwt)).text).not.toContain('审批决定');
    const csrf = hidden((await call('/apply', jwt)).text, 'csrf');
    expect(
      (await call(`/review/${id}/decision`, jwt, { method: 'POST', body: new URLSearchParams({ csrf, outcome: 'approved' }) })).status,
    ).toBe(403);
  });

  test("the clerk's list hears of what comes in by the other replica", async () => {
    const abort = new AbortController();
    const stream = await fetch(`${at(1)}/sign/review/events`, { headers: { 'x-dizuo-identity': await clerk() }, signal: abort.signal });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    await apply();
    expect((await reader?.read())?.value).toContain('event: changed');
    abort.abort();
  });

  test('pages come with their walls up', async () => {
    const { headers } = await call('/', await keeper());
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    const { text } = await call('/apply', await keeper());
    expect(text).not.toMatch(/ (on\w+|style)=/);
  });

  test('works with the prefix stripped by the gateway too, and is healthy', async () => {
    expect((await fetch(`${at(0)}/healthz`)).status).toBe(200);
    expect((await fetch(`${at(0)}/permits`)).status).toBe(200);
    expect((await call('/assets/style.css')).headers.get('content-type')).toContain('text/css');
  });

  test('SIGTERM finishes what is open, and ends', async () => {
    const replica = replicas.pop();
    if (!replica) throw new Error('no replica');
    const jwt = await clerk();
    const events = await fetch(`${replica.url}/sign/review/events`, { headers: { 'x-dizuo-identity': jwt } });
    // Held open by a row lock until after the signal.
    const id = (await apply()).split('/').pop() ?? '';
    const page = (await fetch(`${replica.url}/sign/review/${id}`, { headers: { 'x-dizuo-identity': jwt } })).text();
    const lock = await database.admin.connect();
    await lock.query('begin');
    await lock.query('select 1 from application where id = $1 for update', [id]);
    const deciding = fetch(`${replica.url}/sign/review/${id}/decision`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'x-dizuo-identity': jwt },
      body: new URLSearchParams({ csrf: hidden(await page, 'csrf'), outcome: 'approved' }),
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const gone = ended(replica.child, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await lock.query('commit');
    lock.release();
    expect((await deciding).status).toBe(303);
    await events.text();
    expect(await gone).toBe(0);
    const log = replica.output.join('');
    expect(log).toMatch(/POST \/review\/[0-9a-f-]+\/decision 303 \d+ms clerk/);
    expect(log).toContain('ended');
  });
});

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill(signal);
  return exit;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createTcpServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
