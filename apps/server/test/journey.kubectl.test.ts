import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Visitor } from '@dizuo/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, delivered, deploy, insist, makeTenant, manifestText, order, type People, publish, tenant } from './journey.ts';
import { Platform, pause } from './platform.ts';

let platform: Platform;
let people: People;
let oldSystem: Server;

beforeAll(async () => {
  platform = await Platform.create();
  oldSystem = createServer((request, response) =>
    response.end(
      `old system, path ${request.url}, identity ${Boolean(request.headers['x-dizuo-identity'])}, cookie ${request.headers.cookie ?? 'none'}`,
    ),
  );
  await new Promise<void>((resolve) => oldSystem.listen(0, '127.0.0.1', resolve));
  const { port } = oldSystem.address() as { port: number };
  await platform.start({ env: { DIZUO_UPSTREAM_ALLOW: `127.0.0.1:${port}` } });
  people = {
    operator: await platform.kubectl('operator'),
    security: await platform.kubectl('security-admin'),
    developer: await platform.kubectl('developer'),
  };
});
afterAll(async () => {
  await platform?.remove();
  oldSystem?.close();
});

/** A browser at a published host: the data plane is reached by address, the host is named in the header. */
async function visit(
  host: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; location: string; text: string; cookies: string[] }> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: platform.gatewayPort,
        path,
        headers: { host: `${host}:${platform.gatewayPort}`, accept: 'text/html', ...headers },
      },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk) => {
          text += chunk;
        });
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            location: incoming.headers.location ?? '',
            text,
            cookies: incoming.headers['set-cookie'] ?? [],
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Signs in at the platform and comes back to the application with its visitor's cookie. */
async function enter(host: string, person: Visitor): Promise<string> {
  const sent = await visit(host, '/');
  expect(sent).toMatchObject({ status: 302, location: expect.stringContaining('/gateway/authorize') });
  const state = (sent.cookies[0] ?? '').split(';')[0] ?? '';
  const back = await person.request(sent.location);
  const callback = new URL(back.headers.get('location') ?? '');
  expect(callback.pathname).toBe('/.dizuo/callback');
  const entered = await visit(host, callback.pathname + callback.search, { cookie: state });
  expect(entered.status).toBe(302);
  const cookie = entered.cookies.find((line) => line.startsWith('dizuo_visitor=')) ?? '';
  expect(cookie).toMatch(/HttpOnly/);
  return cookie.split(';')[0] ?? '';
}

describe('the journey by kubectl', () => {
  it('starts with generated passwords that only their owner can read', () => {
    const file = join(platform.directory, 'first-passwords.txt');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/operator +\S{20,}/);
  });

  it('a tenant with a quota and its people', async () => {
    await makeTenant(people);
    expect((await people.developer(['get', 'secrets', '-n', 't-lvhua'])).code).toBe(0);
    expect((await people.developer(['create', 'secret', 'generic', 'x', '-n', 'dizuo-system'])).stderr).toMatch(/not allowed/);
  });

  it('an order is decided by the operator and delivered', async () => {
    await order(people);
    await approve(people);
    await delivered(people);
    const { stdout } = await people.developer([
      'get',
      'request',
      'permits-database',
      '-n',
      tenant,
      '-o',
      'jsonpath={.status.phase} {.status.monthlyCost} {.status.decisions[0].by}',
    ]);
    expect(stdout).toBe('Delivered 70.24 operator');
    const steps = await insist(people.developer, [
      'get',
      'serviceinstance',
      'permits',
      '-n',
      tenant,
      '-o',
      'jsonpath={.status.steps[*].state}',
    ]);
    expect(steps).toBe('Succeeded Succeeded Succeeded Succeeded');
  });

  it('the credentials open the database, and only that one; only the tenant reads them', async () => {
    const encoded = await insist(people.developer, ['get', 'secret', 'permits', '-n', tenant, '-o', 'jsonpath={.data.uri}']);
    const uri = Buffer.from(encoded, 'base64').toString();
    const client = new pg.Client({ connectionString: uri });
    await client.connect();
    await client.query('create table mine (n int)');
    await client.end();
    const elsewhere = new pg.Client({ connectionString: uri.replace(/\/[^/]+$/, '/postgres') });
    elsewhere.on('error', () => {});
    await expect(elsewhere.connect()).rejects.toThrow();
    expect((await people.operator(['get', 'secret', 'permits', '-n', tenant])).stderr).toMatch(/not allowed/);
  });

  it('over quota an order says why, and goes on when the quota was raised', async () => {
    const big = manifestText('03-order.yaml').replaceAll('permits', 'second').replace('storageMiB: 1024', 'storageMiB: 8192');
    await insist(people.developer, ['apply', '-f', '-'], { input: big });
    await approve(people, 'second-database');
    await expect
      .poll(
        async () =>
          (
            await people.developer([
              'get',
              'request',
              'second-database',
              '-n',
              tenant,
              '-o',
              'jsonpath={.status.phase} {.status.conditions[0].message}',
            ])
          ).stdout,
      )
      .toMatch(/^Failed .*storageMiB requested 8192, used 1024, limited to 4096/);
    await insist(people.operator, [
      'patch',
      'quota',
      'default',
      '-n',
      tenant,
      '--type=merge',
      '-p',
      '{"spec":{"hard":{"storageMiB":10240}}}',
    ]);
    await insist(people.developer, ['annotate', 'request', 'second-database', '-n', tenant, `dizuo/retry=${new Date().toISOString()}`]);
    await insist(people.developer, ['wait', '-n', tenant, 'request/second-database', '--for=condition=Ready', '--timeout=40s']);
  });

  it('a rejected order tells the reason; a withdrawn one ends; one that was sent back can be changed', async () => {
    const named = (name: string) => manifestText('03-order.yaml').replaceAll('permits', name);
    const decide = async (name: string, spec: object) => {
      const task = await expectTask(name);
      return people.operator(['patch', '-n', tenant, task, '--type=merge', '-p', JSON.stringify({ spec })]);
    };
    const expectTask = async (name: string) => {
      let found = '';
      await expect
        .poll(async () => {
          const { stdout } = await people.operator([
            'get',
            'humantasks',
            '-n',
            tenant,
            '--field-selector',
            'status.phase=Open',
            '-o',
            'name',
          ]);
          found = stdout.split('\n').find((line) => line.includes(name)) ?? '';
          return found;
        })
        .not.toBe('');
      return found;
    };
    const phase = (name: string) =>
      expect.poll(
        async () => (await people.developer(['get', 'request', `${name}-database`, '-n', tenant, '-o', 'jsonpath={.status.phase}'])).stdout,
      );
    await insist(people.developer, ['apply', '-f', '-'], { input: named('third') });
    expect((await decide('third', { outcome: 'reject' })).stderr).toMatch(/spec\.comment/);
    await decide('third', { outcome: 'reject', comment: '请先用现有的库' });
    await phase('third').toBe('Rejected');
    const reason = await insist(people.developer, [
      'get',
      'request',
      'third-database',
      '-n',
      tenant,
      '-o',
      'jsonpath={.status.decisions[0].comment}',
    ]);
    expect(reason).toBe('请先用现有的库');
    await insist(people.developer, ['apply', '-f', '-'], { input: named('fourth') });
    await expectTask('fourth');
    await insist(people.developer, [
      'patch',
      'request',
      'fourth-database',
      '-n',
      tenant,
      '--type=merge',
      '-p',
      '{"spec":{"withdrawn":true}}',
    ]);
    await phase('fourth').toBe('Withdrawn');
    await insist(people.developer, ['apply', '-f', '-'], { input: named('fifth') });
    await decide('fifth', { outcome: 'sendBack', comment: '请写明用途' });
    await phase('fifth').toBe('SentBack');
    await insist(people.developer, [
      'patch',
      'request',
      'fifth-database',
      '-n',
      tenant,
      '--type=merge',
      '-p',
      '{"spec":{"purpose":"统计分析，只读"}}',
    ]);
    await phase('fifth').toBe('Pending');
    await decide('fifth', { outcome: 'reject', comment: '不需要' });
    await phase('fifth').toBe('Rejected');
  });

  it('the application runs with two replicas, each tenant as a user of its own', async () => {
    await deploy(people);
    const text = await insist(people.developer, ['get', 'workload', 'shop-sign-permit', '-n', tenant, '-o', 'json']);
    const { status } = JSON.parse(text) as { status: { readyReplicas: number; instances: { port: number }[] } };
    expect(status.readyReplicas).toBe(2);
    for (const { port } of status.instances) expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });

  it('published, it sends strangers to sign in and lets people in with a verified identity', async () => {
    await publish(people);
    await expect.poll(async () => (await visit('shop-sign.localhost', '/')).status).toBe(302);
    const keeper = await enter('shop-sign.localhost', await platform.signIn('shopkeeper'));
    const page = await visit('shop-sign.localhost', '/', { cookie: keeper });
    expect(page.status).toBe(200);
    expect(page.text).toContain('户外招牌');
    expect(page.text).toContain('商户经营者');
    expect(await visit('shop-sign.localhost', '/', { accept: 'application/json' })).toMatchObject({ status: 401 });
  });

  it('an old system joins by its address alone', async () => {
    const { port } = oldSystem.address() as { port: number };
    const text = manifestText('06-old-system.yaml').replaceAll('UPSTREAM_HOST', '127.0.0.1').replaceAll('UPSTREAM_PORT', String(port));
    await insist(people.developer, ['apply', '-f', '-'], { input: text });
    await expect.poll(async () => (await visit('old-system.localhost', '/')).status).toBe(302);
    const cookie = await enter('old-system.localhost', await platform.signIn('clerk'));
    const { text: answer } = await visit('old-system.localhost', '/a/b', { cookie: `${cookie}; theirs=1` });
    expect(answer).toBe('old system, path /a/b, identity true, cookie theirs=1');
  });

  it('a rolling restart loses no request', async () => {
    const cookie = await enter('shop-sign.localhost', await platform.signIn('shopkeeper'));
    const before = await insist(people.developer, [
      'get',
      'workload',
      'shop-sign-permit',
      '-n',
      tenant,
      '-o',
      'jsonpath={.status.revision}',
    ]);
    let restarted = false;
    const failures: number[] = [];
    const load = (async () => {
      while (!restarted) {
        const { status } = await visit('shop-sign.localhost', '/', { cookie });
        if (status !== 200) failures.push(status);
      }
    })();
    await insist(people.developer, [
      'patch',
      'workload',
      'shop-sign-permit',
      '-n',
      tenant,
      '--type=merge',
      '-p',
      `{"spec":{"restartedAt":"${new Date().toISOString().slice(0, 19)}Z"}}`,
    ]);
    const state = async () =>
      (
        await people.developer([
          'get',
          'workload',
          'shop-sign-permit',
          '-n',
          tenant,
          '-o',
          'jsonpath={.status.revision}/{.status.readyReplicas}/{.status.instances[*].revision}',
        ])
      ).stdout;
    await expect
      .poll(async () => new Set((await state()).split('/')[2]?.split(' ')).size === 1 && !(await state()).startsWith(`${before}/`), {
        timeout: 60_000,
        interval: 300,
      })
      .toBe(true);
    restarted = true;
    await load;
    expect(failures).toEqual([]);
  });

  it('goes on where it was after a clean stop, and after kill -9 adopts what runs', async () => {
    await platform.kill();
    await pause(300);
    expect((await visit('shop-sign.localhost', '/')).status).toBe(302);
    await platform.start({ env: { DIZUO_UPSTREAM_ALLOW: `127.0.0.1:${(oldSystem.address() as { port: number }).port}` } });
    await insist(people.developer, ['wait', '-n', tenant, 'workload/shop-sign-permit', '--for=condition=Ready', '--timeout=30s']);
    await platform.stop();
    await expect(visit('shop-sign.localhost', '/')).rejects.toThrow();
    await platform.start({ env: { DIZUO_UPSTREAM_ALLOW: `127.0.0.1:${(oldSystem.address() as { port: number }).port}` } });
    await insist(people.developer, ['wait', '-n', tenant, 'workload/shop-sign-permit', '--for=condition=Ready', '--timeout=40s']);
  });

  it('deleting takes everything with it', async () => {
    await insist(people.developer, ['delete', 'httproute,authpolicy,workload,application', '--all', '-n', tenant]);
    await insist(people.developer, ['delete', 'serviceinstance', '--all', '-n', tenant, '--timeout=60s']);
    expect((await people.developer(['get', 'secret', 'permits', '-n', tenant])).stderr).toMatch(/not found|NotFound/);
    await insist(people.operator, ['delete', 'tenant', tenant, '--timeout=60s']);
    expect((await people.operator(['get', 'namespaces', tenant])).stderr).toMatch(/not found|NotFound/);
  });
});
