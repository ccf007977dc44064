import { AuthPolicy, Department, HTTPRoute, identityHeader, User } from '@dizuo/api';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Backend, startBackend } from './backends.ts';
import { freePort, inTenant, parentRefs, putWorkload, startPlatform, type TestPlatform, until, workloadRef } from './platform.ts';

let platform: TestPlatform;
let app: Backend;
let port: number;
const page = { accept: 'text/html,*/*' };

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform(port);
  app = await startBackend((request, response) => response.end(String(request.headers[identityHeader] ?? 'nobody')));
  const { client } = platform;
  await putWorkload(client, 'permit', [{ port: app.port }]);
  await client.create(Department, { metadata: { name: 'district' }, spec: { displayName: '示例区', category: 'district' } });
  await client.create(Department, {
    metadata: { name: 'bureau' },
    spec: { displayName: '示例局', category: 'bureau', parentRef: 'district' },
  });
  const appointments = [{ departmentRef: 'bureau', positionRef: 'clerk', primary: true }];
  await client.create(User, { metadata: { name: 'clerk' }, spec: { displayName: '办事员', appointments } });
  await client.create(User, { metadata: { name: 'keeper' }, spec: { displayName: '店主', category: 'citizen' } });
  const rules = [{ matches: [{ path: { value: '/app' } }], backendRefs: [workloadRef('permit')] }];
  await client.create(AuthPolicy, {
    ...inTenant('permit'),
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'permit' }],
      identityHeader: { audience: 'permit' },
      anonymousPaths: ['/app/public'],
      allowed: { departments: ['district'] },
    },
  });
  await client.create(HTTPRoute, { ...inTenant('permit'), spec: { parentRefs, rules } });
  await platform.startGateway();
  await until('the route asks for sign-in', async () => (await ask(port, '/app')).status === 401);
});

afterAll(async () => {
  await platform?.close();
  await app?.close();
});

/** A browser that keeps cookies by host and port, with a session at the platform where one is given. */
function browser(session?: string) {
  const jars = new Map<number, Map<string, string>>([
    [Number(new URL(platform.url).port), new Map(session ? [['dizuo_session', session]] : [])],
  ]);
  return {
    jar: (at: number) => {
      const jar = jars.get(at) ?? new Map<string, string>();
      jars.set(at, jar);
      return jar;
    },
    async get(url: string, headers: Record<string, string> = page) {
      const { port: text, pathname, search } = new URL(url);
      const jar = this.jar(Number(text));
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await ask(Number(text), pathname + search, { headers: { ...headers, ...(cookie ? { cookie } : {}) } });
      for (const line of answer.headers['set-cookie'] ?? []) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/Max-Age=0/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      return answer;
    },
    async follow(url: string) {
      let answer = await this.get(url);
      const path = [url];
      while (answer.status === 302 && path.length < 6 && !answer.headers.location?.startsWith('/auth/')) {
        const next = new URL(answer.headers.location ?? '', path.at(-1)).href;
        path.push(next);
        answer = await this.get(next);
      }
      return { answer, path };
    },
  };
}

const at = (path: string) => `http://127.0.0.1:${port}${path}`;

describe('a visitor', () => {
  it('who is not signed in is sent to sign in, with the way back', async () => {
    const { answer, path } = await browser().follow(at('/app/x?y=1'));
    expect(path[1]).toMatch(new RegExp(`^${platform.url}/gateway/authorize\\?host=127\\.0\\.0\\.1%3A${port}&state=`));
    expect(answer.headers.location).toMatch(/^\/auth\/login\?return=%2Fgateway%2Fauthorize%3Fhost/);
  });

  it('who calls by program gets 401 as data', async () => {
    const answer = await ask(port, '/app', { headers: { accept: 'application/json' } });
    expect([answer.status, JSON.parse(answer.body).reason]).toEqual([401, 'sign-in']);
  });

  it('reaches anonymous paths without identity', async () => {
    const answer = await ask(port, '/app/public/x', { headers: { [identityHeader]: 'forged' } });
    expect([answer.status, answer.body]).toEqual([200, 'nobody']);
  });

  it('who is signed in arrives where it wanted to go, and the application can verify who it is', async () => {
    platform.sessions.add('clerk.1');
    const visit = browser('clerk.1');
    const { answer, path } = await visit.follow(at('/app/x?y=1'));
    expect([answer.status, path.at(-1)]).toEqual([200, at('/app/x?y=1')]);
    expect(app.seen.at(-1)?.headers.cookie).toBeUndefined();
    const keys = createRemoteJWKSet(new URL('/.well-known/dizuo/identity/jwks.json', platform.url));
    const { payload, protectedHeader } = await jwtVerify(answer.body, keys, {
      issuer: platform.url,
      audience: 'permit',
      typ: 'dizuo-identity+jwt',
    });
    expect(protectedHeader.alg).toBe('ES256');
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(300);
    expect(payload).toMatchObject({
      sub: 'clerk',
      name: '办事员',
      category: 'staff',
      departments: ['bureau', 'district'],
      positions: ['clerk'],
      activeAppointment: { department: 'bureau', position: 'clerk' },
    });
    expect(payload).not.toHaveProperty('sid');
    expect(visit.jar(port).size).toBe(1);
  });

  it('keeps a cookie that only this host’s pages send and no script reads', async () => {
    const visit = browser('clerk.1');
    const first = await visit.get(at('/app'));
    const second = await visit.get(first.headers.location ?? '');
    const third = await visit.get(second.headers.location ?? '');
    expect(third.headers['set-cookie']?.[0]).toMatch(/^dizuo_visitor=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('whom the policy does not let pass gets 403', async () => {
    platform.sessions.add('keeper.1');
    const { answer } = await browser('keeper.1').follow(at('/app'));
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('您没有访问此应用的权限');
  });

  it('cannot use a code twice, for another host, or one that another browser began', async () => {
    const visit = browser('clerk.1');
    const first = await visit.get(at('/app'));
    const second = await visit.get(first.headers.location ?? '');
    const callback = second.headers.location ?? '';
    expect((await browser('clerk.1').get(callback)).status).toBe(400);
    expect((await visit.get(callback)).status).toBe(302);
    const again = browser('clerk.1');
    const cookies = await again.get(at('/app'));
    const state = new URL(cookies.headers.location ?? '').searchParams.get('state') ?? '';
    const used = new URL(callback);
    used.searchParams.set('state', state);
    expect((await again.get(used.href)).status).toBe(400);
    const elsewhere = new URL(cookies.headers.location ?? '');
    elsewhere.searchParams.set('host', `localhost:${port}`);
    const foreign = new URL((await again.get(elsewhere.href)).headers.location ?? '');
    foreign.hostname = '127.0.0.1';
    expect((await again.get(foreign.href)).status).toBe(400);
  });

  it('is never sent with a code to a host that no route publishes', async () => {
    const visit = browser('clerk.1');
    const url = new URL((await visit.get(at('/app'))).headers.location ?? '');
    for (const host of ['evil.example', 'evil.example:80@127.0.0.1', '127.0.0.1.evil.example', `evil.example#127.0.0.1:${port}`]) {
      url.searchParams.set('host', host);
      expect((await visit.get(url.href)).status, host).toBe(400);
    }
  });

  it('is not believed with a token of another host, another kind, or none of ours', async () => {
    const host = `127.0.0.1:${port}`;
    const identity = (await browser('clerk.1').follow(at('/app'))).answer.body;
    const other = await platform.oldToken('clerk.1', 'other.example', 0);
    for (const token of [identity, other, 'x.y.z', '']) {
      expect((await ask(port, '/app', { headers: { cookie: `dizuo_visitor=${token}` } })).status).toBe(401);
    }
    const good = await platform.oldToken('clerk.1', host, 0);
    expect((await ask(port, '/app', { headers: { cookie: `dizuo_visitor=${good}` } })).status).toBe(200);
  });

  it.each([
    ['near its end', 11 * 60_000],
    ['past its end', 60 * 60_000],
  ])('with a token %s gets a new one in passing', async (_why, ago) => {
    const token = await platform.oldToken('clerk.1', `127.0.0.1:${port}`, ago);
    const answer = await ask(port, '/app', { headers: { cookie: `dizuo_visitor=${token}` } });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^dizuo_visitor=/);
  });

  it('whose session ended is out at once where the token is old, and soon where it is new', async () => {
    platform.sessions.add('clerk.2');
    const host = `127.0.0.1:${port}`;
    const fresh = await platform.oldToken('clerk.2', host, 0);
    const old = await platform.oldToken('clerk.2', host, 11 * 60_000);
    expect((await ask(port, '/app', { headers: { cookie: `dizuo_visitor=${fresh}` } })).status).toBe(200);
    platform.sessions.delete('clerk.2');
    expect((await ask(port, '/app', { headers: { cookie: `dizuo_visitor=${old}` } })).status).toBe(401);
    await until('revoked', async () => (await ask(port, '/app', { headers: { cookie: `dizuo_visitor=${fresh}` } })).status === 401);
  });

  it('leaves by /.dizuo/sign-out', async () => {
    const visit = browser('clerk.1');
    await visit.follow(at('/app'));
    expect(visit.jar(port).has('dizuo_visitor')).toBe(true);
    expect((await visit.get(at('/.dizuo/sign-out'))).status).toBe(200);
    expect(visit.jar(port).has('dizuo_visitor')).toBe(false);
  });

  it('stays while the server is away, as long as the token holds', async () => {
    const host = `127.0.0.1:${port}`;
    const fresh = await platform.oldToken('clerk.1', host, 0);
    const late = await platform.oldToken('clerk.1', host, 11 * 60_000);
    const past = await platform.oldToken('clerk.1', host, 60 * 60_000);
    await platform.stopServer();
    const status = async (token: string) => (await ask(port, '/app', { headers: { cookie: `dizuo_visitor=${token}` } })).status;
    expect([await status(fresh), await status(late), await status(past)]).toEqual([200, 200, 503]);
    await platform.restartServer();
  });
});

describe('the doors for data planes', () => {
  it('are closed without a credential, and with a wrong one', async () => {
    const serverPort = Number(new URL(platform.url).port);
    for (const path of ['/gateway/v1/configuration', '/gateway/v1/endpoints']) {
      expect((await ask(serverPort, path)).status).toBe(401);
      expect((await ask(serverPort, path, { headers: { cookie: 'dizuo_session=clerk.1' } })).status).toBe(403);
      expect((await ask(serverPort, path, { headers: { authorization: `Bearer dzg_${'0'.repeat(16)}_${'a'.repeat(43)}` } })).status).toBe(
        401,
      );
    }
  });

  it('leave no key and no credential readable in the database', async () => {
    const { rows } = await platform.pool.query(
      `select (select string_agg(k::text, ' ') from dizuo.gateway_key k) || (select string_agg(c::text, ' ') from dizuo.gateway_credential c) as text`,
    );
    expect(rows[0].text).not.toMatch(/"d"/);
    expect(rows[0].text).not.toMatch(/dzg_/);
  });
});

describe('streams', () => {
  it('resume after the server was away, and bring what changed meanwhile', async () => {
    await platform.stopServer();
    await platform.client.create(HTTPRoute, {
      ...inTenant('later'),
      spec: { parentRefs, rules: [{ matches: [{ path: { value: '/later' } }], backendRefs: [workloadRef('permit')] }] },
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await ask(port, '/later')).status).toBe(404);
    await platform.restartServer();
    await until('the new route', async () => (await ask(port, '/later')).status === 200);
  });
});
