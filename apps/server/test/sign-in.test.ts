import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubectlBinaries, kubectlWith, Visitor } from '@dizuo/testkit';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byNothing, byToken, type Door, tokenOf } from './door.ts';
import { Platform } from './platform.ts';
import { grants, must, TwoTenants, until } from './two-tenants.ts';

let platform: Platform;
let world: TwoTenants;
let anybody: Door;
const users = '/apis/identity.dizuo/v1alpha1/users';
const merge = { 'content-type': 'application/merge-patch+json' };

beforeAll(async () => {
  platform = await Platform.create();
  await platform.start();
  world = new TwoTenants(platform);
  for (const name of ['operator', 'system-admin', 'security-admin']) await world.enter(name, platform.password(name));
  anybody = byNothing(platform);
});
afterAll(() => platform?.remove());

/** The sign-in page's question, waiting for an answer. */
async function atTheForm(visitor: Visitor): Promise<string> {
  let address = '/auth/login';
  for (let hop = 0; hop < 8; hop += 1) {
    const location = (await visitor.request(address)).headers.get('location') ?? '';
    const uid = new URL(location, platform.url).searchParams.get('interaction');
    if (uid) return uid;
    address = new URL(location, new URL(address, platform.url)).href;
  }
  throw new Error('no sign-in page came');
}

async function attempt(username: string, password: string, visitor = new Visitor(platform.url)): Promise<{ status: number; text: string }> {
  const answer = await visitor.request(`/auth/interaction/${await atTheForm(visitor)}`, { method: 'POST', body: { username, password } });
  return { status: answer.status, text: await answer.text() };
}

/** Where the provider sends a browser that has signed in: the address with the code. */
async function codeAddress(visitor: Visitor, username: string, password: string): Promise<string> {
  const answer = await visitor.request(`/auth/interaction/${await atTheForm(visitor)}`, { method: 'POST', body: { username, password } });
  const { redirectTo } = (await answer.json()) as { redirectTo: string };
  const back = await visitor.request(redirectTo);
  const location = back.headers.get('location') ?? '';
  expect(location).toContain('/auth/callback?code=');
  return location;
}

describe('passwords', () => {
  it('a wrong password, and a person that is not there, get the same answer', async () => {
    const wrong = await attempt('clerk', 'not the password');
    const nobody = await attempt('nobody-at-all', 'not the password');
    expect(wrong.status).toBe(401);
    expect(nobody).toEqual(wrong);
    expect((await attempt('clerk', '')).status).toBe(400);
    expect((await attempt(`clerk' or '1'='1`, 'x')).status).toBe(401);
  });

  it('five failures lock, the right password does not open then, the security administrator unlocks', async () => {
    const person = await world.newPerson('forgetful');
    for (let i = 0; i < 5; i += 1) expect((await attempt('forgetful', `guess ${i}`)).text).toContain('WrongPassword');
    const locked = await attempt('forgetful', person.password);
    expect(locked.status).toBe(401);
    expect(locked.text).toMatch(/locked for 15 more minutes.*security administrator/);
    expect((await person.session('GET', '/auth/session')).status, 'who is in stays in').toBe(200);
    expect((await person.session('POST', `${users}/forgetful/unlock`, {})).status).toBe(403);
    await must(world.person('security-admin').session('POST', `${users}/forgetful/unlock`, {}));
    expect((await attempt('forgetful', person.password)).status).toBe(200);
  });

  it('guesses sent all at once are no more than five', async () => {
    await world.newPerson('besieged');
    const answers = await Promise.all(Array.from({ length: 24 }, (_, i) => attempt('besieged', `guess ${i}`)));
    const looked = answers.filter(({ text }) => text.includes('WrongPassword')).length;
    expect(looked).toBe(5);
    expect(answers.filter(({ text }) => text.includes('AccountLocked')).length).toBe(19);
  });

  it('are changed by whoever knows the present one, to one that is long and different; others who are in are put out', async () => {
    const person = await world.newPerson('careful');
    expect((await person.session('GET', '/auth/session')).body.mustChangePassword).toBe(true);
    const elsewhere = new Visitor(platform.url);
    await elsewhere.signIn('careful', person.password);
    const change = (current: string, next: string) => person.session('POST', '/auth/password', { current, next });
    expect((await change('wrong one', 'a fine new password')).status).toBe(401);
    for (const [weak, why] of [
      ['short', /10 to 200/],
      ['aaaaaaaaaaaa', /different characters/],
      ['my-CAREFUL-password', /user name/],
      [person.password, /present one/],
    ] as const) {
      const answer = await change(person.password, weak);
      expect(answer.status, weak).toBe(400);
      expect(answer.text).toMatch(why);
    }
    expect((await change(person.password, 'a fine new password')).status).toBe(200);
    expect((await person.session('GET', '/auth/session')).body.mustChangePassword).toBe(false);
    expect((await elsewhere.request('/auth/session')).status).toBe(401);
    expect((await person.bearer('GET', '/auth/session')).status).toBe(401);
    expect((await attempt('careful', person.password)).status).toBe(401);
    expect((await attempt('careful', 'a fine new password')).status).toBe(200);
  });

  it('a reset ends everything and gives a password that has to be changed', async () => {
    const person = await world.newPerson('reset-one');
    const { body } = await must(world.person('security-admin').session('POST', `${users}/reset-one/password`, {}));
    expect((await person.session('GET', '/auth/session')).status).toBe(401);
    expect((await person.bearer('GET', '/auth/session')).status).toBe(401);
    expect((await attempt('reset-one', person.password)).status).toBe(401);
    const again = new Visitor(platform.url);
    await again.signIn('reset-one', String(body.password));
    expect(((await (await again.request('/auth/session')).json()) as { mustChangePassword: boolean }).mustChangePassword).toBe(true);
  });
});

describe('sessions', () => {
  it('a disabled person is out at once, and does not get in', async () => {
    const person = await world.newPerson('leaving');
    await must(world.person('system-admin').session('PATCH', `${users}/leaving`, { spec: { disabled: true } }, merge));
    await until(async () => (await person.session('GET', '/auth/session')).status === 401, 3000);
    expect((await person.bearer('GET', '/auth/session')).status).toBe(401);
    const answer = await attempt('leaving', person.password);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('disabled');
  });

  it('signing out ends this browser, also with the provider', async () => {
    const person = await world.newPerson('going-home');
    const elsewhere = new Visitor(platform.url);
    await elsewhere.signIn('going-home', person.password);
    const cookie = person.visitor.cookie('dizuo_session');
    expect((await person.visitor.request('/auth/sign-out', { method: 'POST', body: {} })).status).toBe(200);
    expect(person.visitor.cookie('dizuo_session')).toBeUndefined();
    expect((await anybody('GET', '/auth/session', undefined, { cookie: `dizuo_session=${cookie}` })).status).toBe(401);
    expect((await elsewhere.request('/auth/session')).status).toBe(200);
    await expect(atTheForm(person.visitor), 'a new sign-in asks again').resolves.toBeTruthy();
  });

  it('signing out everywhere ends sessions and tokens, and the provider asks again everywhere', async () => {
    const person = await world.newPerson('gone-for-good');
    const elsewhere = new Visitor(platform.url);
    await elsewhere.signIn('gone-for-good', person.password);
    const token = await tokenOf(elsewhere);
    await must(person.session('POST', '/auth/sign-out', { everywhere: true }));
    expect((await elsewhere.request('/auth/session')).status).toBe(401);
    for (const each of [token, person.token]) expect((await byToken(platform, each)('GET', '/auth/session')).status).toBe(401);
    for (const visitor of [elsewhere, person.visitor]) await expect(atTheForm(visitor)).resolves.toBeTruthy();
  });

  it('a session that somebody put into the browser beforehand is worth nothing', async () => {
    const laid = 'A'.repeat(43);
    const visitor = new Visitor(platform.url);
    const cookie = { cookie: `dizuo_session=${laid}` };
    expect((await anybody('GET', '/auth/session', undefined, cookie)).status).toBe(401);
    const login = await anybody('GET', '/auth/login', undefined, cookie);
    expect(login.headers.getSetCookie().join()).not.toContain(laid);
    await visitor.signIn('clerk', platform.password('clerk'));
    const first = visitor.cookie('dizuo_session');
    await visitor.follow('/auth/login');
    expect(visitor.cookie('dizuo_session')).not.toBe(first);
    expect(visitor.cookie('dizuo_session')).not.toBe(laid);
    expect((await anybody('GET', '/auth/session', undefined, cookie)).status).toBe(401);
  });

  it('cookies are for this site and no script', async () => {
    const visitor = new Visitor(platform.url);
    const back = await visitor.request(await codeAddress(visitor, 'clerk', platform.password('clerk')));
    const lines = back.headers.getSetCookie().filter((line) => line.startsWith('dizuo_session='));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/HttpOnly/i);
    expect(lines[0]).toMatch(/SameSite=Lax/i);
  });
});

describe('where a sign-in leads', () => {
  it.each([
    ['/requests?phase=Open#top', '/requests?phase=Open#top', 'a page of the console'],
    ['https://evil.example/', '/', 'another site'],
    ['//evil.example/', '/', 'another site without its scheme'],
    ['/\\evil.example', '/', 'browsers take a backslash for a slash'],
    ['\\\\evil.example', '/', 'twice'],
    ['/\t/evil.example', '/', 'browsers drop tabs'],
    ['/\n/evil.example', '/', 'and line ends'],
    ['javascript:alert(1)', '/', 'a script'],
    ['/%0d%0aset-cookie:x=y', '/%0d%0aset-cookie:x=y', 'encoded: stays in the path'],
    ['/ok\r\nset-cookie: x=y', '/', 'a header of its own'],
    ['/./..//evil.example', '/', 'dots that leave only slashes'],
    ['/应用', '/%E5%BA%94%E7%94%A8', 'a header holds no Chinese'],
    ['', '/', 'nothing'],
  ])('return=%j → %j: %s', async (wanted, expected, _why) => {
    const visitor = new Visitor(platform.url);
    const login = await visitor.request(`/auth/login?return=${encodeURIComponent(wanted)}`);
    let location = login.headers.get('location') ?? '';
    while (!location.includes('interaction='))
      location = (await visitor.request(new URL(location, platform.url).href)).headers.get('location') ?? '';
    const uid = new URL(location, platform.url).searchParams.get('interaction');
    const body = { username: 'clerk', password: platform.password('clerk') };
    const { redirectTo } = (await (await visitor.request(`/auth/interaction/${uid}`, { method: 'POST', body })).json()) as {
      redirectTo: string;
    };
    const code = (await visitor.request(redirectTo)).headers.get('location') ?? '';
    const end = await visitor.request(code);
    expect(end.status).toBe(302);
    expect(end.headers.get('location')).toBe(expected);
    expect(end.headers.getSetCookie().join()).not.toContain('x=y');
  });
});

describe('the OpenID provider', () => {
  const redirect = () => `${platform.url}/auth/callback`;
  const authorize = (query: Record<string, string>) =>
    anybody(
      'GET',
      `/oidc/auth?${new URLSearchParams({ client_id: 'dizuo-console', response_type: 'code', scope: 'openid', redirect_uri: redirect(), ...query })}`,
    );
  const challenge = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };

  it('is what a foreign client expects by its discovery document', async () => {
    const server = new URL(`${platform.url}/oidc`);
    const configuration = await oidc.discovery(server, 'somebody-else', undefined, oidc.None(), { execute: [oidc.allowInsecureRequests] });
    const metadata = configuration.serverMetadata();
    expect(metadata.issuer).toBe(`${platform.url}/oidc`);
    expect(metadata.response_types_supported).toEqual(['code']);
    expect(metadata.code_challenge_methods_supported).toEqual(['S256']);
    for (const endpoint of [metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri]) {
      expect(endpoint).toMatch(new RegExp(`^${platform.url}/oidc/`));
    }
    const { keys } = (await (await fetch(metadata.jwks_uri ?? '')).json()) as { keys: Record<string, unknown>[] };
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(key).not.toHaveProperty('d');
    const address = oidc.buildAuthorizationUrl(configuration, { redirect_uri: redirect(), scope: 'openid', ...challenge });
    const refusal = await fetch(address, { redirect: 'manual' });
    expect(refusal.status).toBe(400);
    expect(await refusal.text()).toContain('invalid_client');
    const root = await anybody('GET', '/.well-known/openid-configuration');
    expect(root.headers.get('location')).toBe('/oidc/.well-known/openid-configuration');
  });

  it('requires PKCE, its own addresses, and its own flow', async () => {
    const errorOf = async (query: Record<string, string>) => {
      const answer = await authorize(query);
      return `${answer.headers.get('location') ?? ''} ${answer.text}`;
    };
    expect(await errorOf({})).toMatch(/invalid_request.*PKCE/i);
    expect(await errorOf({ code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' })).toMatch(/invalid_request/);
    expect(await errorOf({ ...challenge, response_type: 'token' })).toMatch(/unsupported_response_type|unauthorized_client|invalid/);
    const elsewhere = await authorize({ ...challenge, redirect_uri: 'https://evil.example/callback' });
    expect(elsewhere.status).toBe(400);
    expect(elsewhere.headers.get('location')).toBeNull();
    const markup = await authorize({ ...challenge, redirect_uri: 'https://evil.example/"><script>alert(1)</script>' });
    expect(markup.text).not.toContain('<script>');
  });

  it('a code is good once, and only for the browser that asked', async () => {
    const visitor = new Visitor(platform.url);
    const address = await codeAddress(visitor, 'clerk', platform.password('clerk'));
    const thief = new Visitor(platform.url);
    expect((await thief.request(address)).status, 'without what the browser keeps').toBe(400);
    await atTheForm(thief);
    expect((await thief.request(address)).status, "with another sign-in's").toBe(400);
    const kept = `dizuo_sign_in=${visitor.cookie('dizuo_sign_in')}`;
    expect((await visitor.request(address)).status).toBe(302);
    const replay = await anybody('GET', new URL(address).pathname + new URL(address).search, undefined, { cookie: kept });
    expect(replay.status).toBe(400);
    expect(replay.headers.getSetCookie().join()).not.toContain('dizuo_session=');
  });

  it('a code alone buys no token', async () => {
    const visitor = new Visitor(platform.url);
    const code = new URL(await codeAddress(visitor, 'clerk', platform.password('clerk'))).searchParams.get('code') ?? '';
    for (const client of [
      {} as Record<string, string>,
      { client_id: 'dizuo-console' },
      { client_id: 'dizuo-console', client_secret: 'guessed' },
    ]) {
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirect(),
        code_verifier: 'v'.repeat(43),
        ...client,
      });
      const answer = await anybody('POST', '/oidc/token', form.toString(), { 'content-type': 'application/x-www-form-urlencoded' });
      expect([400, 401]).toContain(answer.status);
      expect(answer.text).not.toContain('id_token');
    }
  });

  it('an interaction belongs to the browser that it was begun in', async () => {
    const visitor = new Visitor(platform.url);
    const uid = await atTheForm(visitor);
    const body = { username: 'clerk', password: platform.password('clerk') };
    expect((await anybody('POST', `/auth/interaction/${uid}`, body)).status).toBeGreaterThanOrEqual(400);
    expect((await anybody('POST', '/auth/interaction/made-up', body)).status).toBeGreaterThanOrEqual(400);
    expect((await anybody('POST', '/auth/interaction/made-up', body)).status).toBeLessThan(500);
  });
});

describe('appointments', () => {
  it('the active one decides which roles count', async () => {
    const appointments = [
      { departmentRef: 'vendor-a', positionRef: 'vendor-kaifa', primary: true },
      { departmentRef: 'lvhua-guanggao', positionRef: 'lvhua-shenpi' },
    ];
    const person = await world.newPerson('two-posts');
    await must(world.person('system-admin').session('PATCH', `${users}/two-posts`, { spec: { appointments } }, merge));
    const role = { metadata: { name: 'viewer-post' }, spec: { role: 'viewer', subjects: [{ kind: 'Position', name: 'lvhua-shenpi' }] } };
    await must(world.person('security-admin').session('POST', grants('t-lvhua'), role));
    const quota = '/apis/tenancy.dizuo/v1alpha1/namespaces/t-lvhua/quotas/default';
    const session = async () =>
      (await person.session('GET', '/auth/session')).body as { roles: Record<string, string[]>; activeAppointment: object };
    await until(async () => JSON.stringify((await session()).activeAppointment ?? {}).includes('vendor-kaifa'));
    expect((await session()).roles).toEqual({});
    expect((await person.session('GET', quota)).status).toBe(403);
    const choose = (department: string, position: string) => person.session('POST', '/auth/session/appointment', { department, position });
    expect((await choose('dashuju', 'dashuju-anquan')).status).toBe(400);
    await must(choose('lvhua-guanggao', 'lvhua-shenpi'));
    expect((await session()).roles).toEqual({ 't-lvhua': ['viewer'] });
    expect((await person.session('GET', quota)).status).toBe(200);
    await must(choose('vendor-a', 'vendor-kaifa'));
    expect((await person.session('GET', quota)).status).toBe(403);
  });
});

describe('the kubeconfig', () => {
  it('works as it is, over TLS, as its owner and nobody else', async () => {
    const visitor = await platform.signIn('developer');
    const { kubeconfig, expiresAt } = (await (await visitor.request('/auth/kubeconfig', { method: 'POST', body: {} })).json()) as {
      kubeconfig: string;
      expiresAt: string;
    };
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    expect(kubeconfig).toContain('server: "https://');
    const file = join(platform.directory, 'kubeconfig');
    writeFileSync(file, kubeconfig, { mode: 0o600 });
    const kubectl = kubectlWith(kubectlBinaries().at(-1)?.path ?? 'kubectl', file);
    expect(await kubectl(['get', 'quota.tenancy.dizuo', 'default', '-o', 'name'])).toMatchObject({ code: 0 });
    expect((await kubectl(['auth', 'can-i', 'create', 'grants.access.dizuo'])).stdout).toContain('no');
    expect((await kubectl(['auth', 'can-i', 'create', 'secrets'])).stdout).toContain('yes');
  });
});
