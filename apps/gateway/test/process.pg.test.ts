import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpsRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HTTPRoute, Upstream } from '@dizuo/api';
import { loadCertificates } from '@dizuo/kernel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, inTenant, parentRefs, startPlatform, type TestPlatform, until } from './platform.ts';

let platform: TestPlatform;
let port: number;
let directory: string;
let child: ChildProcess;
let output = '';
let authority: string;
const old = createServer();

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform(port, 'https');
  directory = mkdtempSync(join(tmpdir(), 'dizuo-gateway-'));
  const certificates = await loadCertificates(directory, ['127.0.0.1', 'old.internal']);
  authority = certificates.authority;
  old.setSecureContext({ cert: certificates.certificate, key: certificates.key });
  old.on('request', (request, response) => response.end(`old ${request.headers['x-forwarded-proto']}`));
  await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
  for (const [name, tls] of [
    ['trusted', { serverName: 'old.internal', caCertificates: authority }],
    ['unknown', {}],
  ] as const) {
    const addresses = [{ host: '127.0.0.1', port: (old.address() as AddressInfo).port, tls: true }];
    await platform.client.create(Upstream, { ...inTenant(name), spec: { addresses, tls } });
    const rules = [{ matches: [{ path: { value: `/${name}` } }], backendRefs: [{ group: 'gateway.dizuo', kind: 'Upstream', name }] }];
    await platform.client.create(HTTPRoute, { ...inTenant(name), spec: { parentRefs, rules } });
  }
  const credentialFile = join(directory, 'credential');
  writeFileSync(credentialFile, `${platform.credential}\n`, { mode: 0o600 });
  const main = new URL('../src/main.ts', import.meta.url).pathname;
  const files = ['--tls-cert-file', join(directory, 'server.crt'), '--tls-key-file', join(directory, 'server.key')];
  child = spawn(
    process.execPath,
    [main, '--server', platform.url, '--credential-file', credentialFile, '--state-dir', directory, ...files],
    {
      env: { PATH: process.env.PATH, DIZUO_GATEWAY_PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  child.stdout?.on('data', (data) => {
    output += data;
  });
});

afterAll(async () => {
  child?.kill('SIGKILL');
  old.closeAllConnections();
  old.close();
  await platform?.close();
  rmSync(directory, { recursive: true, force: true });
});

function get(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    httpsRequest({ host: '127.0.0.1', port, path, ca: authority, agent: false }, (response) => {
      let text = `${response.statusCode} `;
      response.on('data', (data) => {
        text += data;
      });
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

it('speaks TLS to visitors and to upstreams, whose certificate it checks', async () => {
  await until('served', async () => (await get('/trusted')) === '200 old https');
  expect(await get('/unknown')).toMatch(/^502 /);
});

it('writes an access log of JSON lines without queries', async () => {
  await get('/trusted?secret=1');
  const lines = await until('a line', () => output.includes('"path":"/trusted"') && output.trim().split('\n'));
  for (const line of lines) JSON.parse(line);
  expect(output).not.toContain('secret=1');
});

it('takes a new certificate without a restart', async () => {
  const before = await serial();
  rmSync(join(directory, 'server.crt'));
  await loadCertificates(directory, ['127.0.0.1', 'new.internal']);
  await until('the new certificate', async () => (await serial()) !== before);
});

it('ends on SIGTERM with status 0', async () => {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const idle = connect(port, '127.0.0.1');
  idle.on('error', () => {});
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

it('says in one line which setting is missing', async () => {
  const main = new URL('../src/main.ts', import.meta.url).pathname;
  const bad = spawn(process.execPath, [main], { env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  bad.stdout.on('data', (data) => {
    text += data;
  });
  expect(await new Promise((resolve) => bad.once('close', resolve))).toBe(1);
  expect(JSON.parse(text).message).toBe('--server (DIZUO_GATEWAY_SERVER) is missing');
});

function serial(): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = httpsRequest({ host: '127.0.0.1', port, path: '/', ca: authority, agent: false }, (response) => {
      const { serialNumber } = (response.socket as import('node:tls').TLSSocket).getPeerCertificate();
      response.resume();
      response.on('end', () => resolve(serialNumber));
    });
    sent.on('error', reject);
    sent.end();
  });
}
