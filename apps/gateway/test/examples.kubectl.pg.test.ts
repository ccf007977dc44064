import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Namespace, Upstream } from '@dizuo/api';
import { type Kubectl, kubeconfigText, kubectlBinaries, kubectlWith } from '@dizuo/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from './certificate.ts';
import { type Ask, ask, type Told } from './conformance/ask.ts';
import { type Echo, startEcho, startGrpcEcho } from './conformance/echo.ts';
import { type MappedPlane, startMappedPlane } from './mapped-plane.ts';
import { startPlatform, type TestPlatform, until } from './platform.ts';

const directory = new URL('../../../examples/gateway/', import.meta.url).pathname;
const files = (part: string) => readdirSync(join(directory, part)).map((file) => `${part}/${file}`);
const apiKey = 'a-key-that-only-this-test-knows-0001';

let platform: TestPlatform;
let plane: MappedPlane;
const echoes = new Map<string, Echo>();

async function addBackend(namespace: string, name: string, start: (name: string) => Promise<Echo>): Promise<void> {
  const echo = await start(name);
  echoes.set(name, echo);
  await platform.client.create(Upstream, { metadata: { namespace, name }, spec: { addresses: [{ host: '127.0.0.1', port: echo.port }] } });
}

beforeAll(async () => {
  platform = await startPlatform(80);
  for (const name of ['dizuo-system', 't-greening', 't-market']) await platform.client.create(Namespace, { metadata: { name } });
  for (const name of ['permits', 'permits-next', 'archive']) await addBackend('t-greening', name, startEcho);
  for (const name of ['calls', 'calls-next']) await addBackend('t-greening', name, startGrpcEcho);
  await addBackend('t-market', 'statistics', startEcho);
});

afterAll(async () => {
  await plane?.stop();
  await platform?.close();
  await Promise.all([...echoes.values()].map((echo) => echo.close()));
});

/** A request by HTTPS, to a host of the examples. */
function visit(host: string, path: string, more: Partial<Ask> = {}): Promise<Told> {
  const name = `${host}.district.example`;
  const port = plane.portOf(443);
  return ask({ method: 'GET', headers: {}, tls: { servername: name }, ...more, port, host: name, path });
}
const from = async (host: string, path: string, more: Partial<Ask> = {}) => (await visit(host, path, more)).echoed?.backend;

/** What each file of `routes` does, as visitors see it. */
const seen: Record<string, () => Promise<void>> = {
  async 'http-routing'() {
    expect(await from('permits', '/')).toBe('permits');
    expect(await from('permits', '/api/x')).toBe('permits');
    expect(await from('permits', '/api/x', { headers: { 'x-api-version': '2' } })).toBe('permits-next');
    expect(await from('permits', '/search?in=archive')).toBe('archive');
    expect((await visit('permits', '/', { method: 'DELETE' })).status).toBe(404);
  },
  async 'redirects-and-rewrites'() {
    const plain = { port: plane.portOf(80), host: 'moved.district.example', method: 'GET', headers: {} };
    expect(await ask({ ...plain, path: '/x?a=1' })).toMatchObject({
      status: 301,
      headers: { location: 'https://moved.district.example/x?a=1' },
    });
    expect(await visit('moved', '/old-permits/7')).toMatchObject({
      status: 308,
      headers: { location: 'https://moved.district.example/permits/7' },
    });
    const rewritten = await visit('moved', '/permits/7', { headers: { 'x-debug': '1' } });
    expect(rewritten.echoed).toMatchObject({ backend: 'permits', path: '/apps/permits/7', headers: { 'x-served-for': 'district' } });
    expect(rewritten.echoed?.headers).not.toHaveProperty('x-debug');
    expect(await visit('moved', '/archive')).toMatchObject({ headers: { 'x-source': 'archive' }, echoed: { host: 'archive.internal' } });
  },
  async 'traffic-splitting'() {
    expect(await from('split', '/', { headers: { 'x-tester': 'yes' } })).toBe('permits-next');
    const answers = await Promise.all(Array.from({ length: 100 }, () => from('split', '/')));
    expect(answers.filter((name) => name === 'permits').length).toBeGreaterThan(70);
  },
  async 'timeouts-and-retries'() {
    expect(await from('patient', '/?try=example&failures=2&failWith=503')).toBe('permits');
    expect((await visit('patient', '/?try=another&failures=3&failWith=503')).status).toBe(503);
  },
  async mirroring() {
    const copies = () => echoes.get('permits-next')?.seen.filter(({ path }) => path === '/copied').length ?? 0;
    await until('a copy', async () => (await from('mirrored', '/copied')) === 'permits' && copies() > 0);
  },
  async 'cross-origin'() {
    const headers = { origin: 'https://a.portal.district.example', 'access-control-request-method': 'POST' };
    expect(await visit('open-data', '/', { method: 'OPTIONS', headers })).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': headers.origin,
        'access-control-allow-credentials': 'true',
        'access-control-max-age': '600',
      },
    });
    const foreign = await visit('open-data', '/', { headers: { origin: 'https://elsewhere.example' } });
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
  },
  async sessions() {
    expect((await visit('counter', '/')).headers['set-cookie']).toMatch(/^counter_session=/);
  },
  async 'cross-namespace'() {
    expect(await from('statistics', '/')).toBe('statistics');
  },
  async 'grpc-routing'() {
    const call = (path: string) => {
      const headers = { 'content-type': 'application/grpc', te: 'trailers' };
      return visit('calls', path, { method: 'POST', http2: true, headers, body: '\0\0\0\0\x02{}' });
    };
    await call('/district.test.v1.Echo/One');
    await call('/district.test.v1.Echo/Two');
    expect(echoes.get('calls')?.seen.map(({ path, headers }) => [path, headers['x-served-for']])).toEqual([
      ['/district.test.v1.Echo/One', 'district'],
    ]);
    expect(echoes.get('calls-next')?.seen.map(({ path }) => path)).toEqual(['/district.test.v1.Echo/Two']);
    expect((await call('/other.Service/One')).headers['grpc-status']).toBe('12');
  },
};

const accepted = '{range .items[*]}{.metadata.name}={.status.parents[0].conditions[?(@.type=="Programmed")].status} {end}';
const inForce = '{range .items[*]}{.metadata.name}={.status.ancestors[0].conditions[?(@.type=="Accepted")].status} {end}';

describe.each(kubectlBinaries())('$name', ({ path }) => {
  let kubectl: Kubectl;

  const applied = async (file: string) => {
    const { stdout, stderr, code } = await kubectl(['apply', '-f', join(directory, file)]);
    expect(`${code} ${stderr}`, file).toBe('0 ');
    return stdout.trim().split('\n');
  };
  const told = async (kind: string, jsonpath: string) =>
    (await kubectl(['get', kind, '-n', 't-greening', '-o', `jsonpath=${jsonpath}`])).stdout.trim();

  beforeAll(async () => {
    const config = join(platform.directory, 'kubeconfig');
    const server = platform.url.replace('http:', 'https:');
    writeFileSync(config, kubeconfigText(server, platform.authority, platform.administrator, 't-greening'), { mode: 0o600 });
    kubectl = kubectlWith(path, config);
    const { cert, key } = await selfSigned('*.district.example');
    const pem = (name: string, text: string) => {
      writeFileSync(join(platform.directory, name), text, { mode: 0o600 });
      return join(platform.directory, name);
    };
    const secret = ['create', 'secret', 'tls', 'district-tls', '-n', 'dizuo-system'];
    expect((await kubectl([...secret, `--cert=${pem('tls.crt', cert)}`, `--key=${pem('tls.key', key)}`])).stderr).toBe('');
    expect(await applied('routes/gateway.yaml')).toEqual(['gateway.gateway.networking.k8s.io/district created']);
    plane ??= await startMappedPlane(platform, 'dizuo-system/district');
  });

  it('applies every route as it stands, and each does what its file says', async () => {
    const routes = files('routes').filter((file) => !file.endsWith('/gateway.yaml'));
    expect(routes.map((file) => file.slice('routes/'.length, -'.yaml'.length)).sort()).toEqual(Object.keys(seen).sort());
    for (const file of routes) for (const line of await applied(file)) expect(line).toMatch(/ created$/);
    for (const kind of ['httproutes', 'grpcroutes'])
      await until(`${kind} in force`, async () => /^(\S+=True ?)+$/.test(await told(kind, accepted)), 30_000);
    for (const check of Object.values(seen)) await check();
    // kubectl sends lists again that defaults were filled into; nothing comes of it.
    await applied('routes/http-routing.yaml');
    expect(await told('httproute/permits', '{.metadata.generation}')).toBe('1');
  });

  it('applies every policy, and all are in force together', async () => {
    const made = ['create', 'secret', 'generic', 'archive-sync', `--from-literal=key=${apiKey}`, `--from-literal=secret=${'s'.repeat(48)}`];
    expect((await kubectl(made)).stderr).toBe('');
    for (const file of files('policies')) for (const line of await applied(file)) expect(line).toMatch(/ created$/);
    for (const kind of ['authpolicies', 'ratelimitpolicies', 'backendpolicies', 'canarypolicies', 'transformpolicies'])
      await until(`${kind} in force`, async () => /^(\S+=True ?)+$/.test(await told(kind, inForce)), 30_000);
    await until('nobody passes without a proof', async () => (await visit('permits', '/api/x')).status === 401);
    const headers = { 'x-api-key': apiKey, 'x-debug': '1', origin: 'https://desk.district.example' };
    const known = await visit('permits', '/api/x', { headers });
    expect(known).toMatchObject({
      status: 200,
      echoed: { backend: 'permits', path: '/x', headers: { 'x-reached-by': 'district-gateway' } },
    });
    expect(known.echoed?.headers).not.toHaveProperty('x-api-key');
    expect(known.echoed?.headers).not.toHaveProperty('x-debug');
    expect(known.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': 'https://desk.district.example',
      'ratelimit-policy': expect.stringContaining('per-'),
    });
    expect(await from('permits', '/api/x', { headers: { ...headers, 'x-version': 'next' } })).toBe('permits-next');
    expect((await visit('permits', '/notices')).echoed).toMatchObject({ backend: 'permits', path: '/notices' });
    expect((await visit('permits', '/mine', { headers: { accept: 'text/html' } })).status).toBe(302);
  });

  it('shows them, explains their fields, and takes them away', async () => {
    const list = (await kubectl(['get', 'httproutes,grpcroutes,gateways,canarypolicies', '-A'])).stdout;
    expect(list).toMatch(/httproute\S+permits\s+.*permits\.district\.example/);
    expect(list).toMatch(/gateway\S+district\s+dizuo\s+127\.0\.0\.1\s+True/);
    expect((await kubectl(['explain', 'httproute.spec.rules.retry.attempts'])).stdout).toContain('How often it is tried again');
    for (const part of ['policies', 'routes']) expect((await kubectl(['delete', '-f', join(directory, part)])).stderr).toBe('');
    expect((await kubectl(['get', 'httproutes', '-n', 't-greening'])).stderr).toContain('No resources found');
  });
});

it('every file is named in the README of the examples', () => {
  const readme = readFileSync(join(directory, 'README.md'), 'utf8');
  for (const file of [...files('routes'), ...files('policies')]) expect(readme).toContain(`\`${file.split('/')[1]}\``);
});
