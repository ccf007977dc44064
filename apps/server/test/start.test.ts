import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insist } from './journey.ts';
import { Platform } from './platform.ts';

/** The words with which a start is refused. */
async function refusal(platform: Platform, options: { args?: string[]; env?: Record<string, string> } = {}): Promise<string> {
  const child = await platform.launch(options);
  await platform.ended();
  expect(child.exitCode).toBe(1);
  return platform.output.trim();
}

/** Processes that name this directory in their command line. */
function processesOf(directory: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return line.includes(directory) ? [line] : [];
    } catch {
      return [];
    }
  });
}

describe('starting', () => {
  let platform: Platform;

  beforeAll(async () => {
    platform = await Platform.create();
    await platform.start({ args: ['--empty'] });
  });
  afterAll(() => platform?.remove());

  it('--empty makes the administrators and no sample', async () => {
    const kubectl = await platform.kubectl('operator');
    expect((await insist(kubectl, ['get', 'tenants', '-o', 'name'])).trim()).toBe('');
    expect(await insist(kubectl, ['get', 'users', '-o', 'name'])).toMatch(/operator[\s\S]*system-admin/);
    expect(await insist(kubectl, ['get', 'serviceplans', '-o', 'name'])).toContain('postgresql-small');
  });

  it('a second server on the same directory is refused, naming the first', async () => {
    const second = await Platform.create();
    const words = await refusal(second, { args: ['--data', platform.directory] });
    expect(words).toMatch(/^Dizuo cannot start: the data directory .* is in use by process \d+; stop that one/);
    expect(words.split('\n')).toHaveLength(1);
    await second.remove();
  });

  it.each([
    ['a taken port', 'port', /port \d+ on 127\.0\.0\.1 is taken by another program; choose another with --port N/],
    ['a taken port of the gateway', 'gatewayPort', /taken by another program; choose another with DIZUO_GATEWAY_PORT/],
  ] as const)('%s', async (_what, which, words) => {
    const other = await Platform.create();
    const rival = createServer().listen(other[which], '127.0.0.1');
    await new Promise((resolve) => rival.once('listening', resolve));
    expect(await refusal(other)).toMatch(words);
    rival.close();
    await other.remove();
  });

  it('a file in the way of the data directory, and a database that does not answer', async () => {
    const other = await Platform.create();
    const file = join(other.directory, 'a-file');
    writeFileSync(file, '');
    expect(await refusal(other, { args: ['--data', file] })).toMatch(/cannot be used: .*--data DIR/);
    const away = await refusal(other, { env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' } });
    expect(away).toMatch(/the PostgreSQL that DATABASE_URL names cannot be used: .*ECONNREFUSED/);
    expect(await refusal(other, { args: ['--colour'] })).toMatch(/known: --data DIR/);
    await other.remove();
  });

  it('goes on where it was, and Ctrl-C leaves no process behind', async () => {
    await platform.stop();
    expect(processesOf(platform.directory)).toEqual([]);
    await platform.start();
    const kubectl = await platform.kubectl('operator');
    expect((await insist(kubectl, ['get', 'tenants', '-o', 'name'])).trim()).toBe('');
  });

  it('beyond loopback everything is TLS', async () => {
    await platform.stop();
    await platform.start({ args: ['--host', '0.0.0.0'] });
    expect(platform.output).toContain('https://');
    const plain = await fetch(`http://127.0.0.1:${platform.port}/livez`);
    expect([plain.status, await plain.text()]).toEqual([400, expect.stringContaining('https')]);
    const ca = readFileSync(join(platform.directory, 'certificates', 'ca.crt'));
    const secure = await new Promise<number | undefined>((resolve, reject) => {
      request({ host: '127.0.0.1', port: platform.port, path: '/livez', ca }, (answer) => resolve(answer.statusCode))
        .on('error', reject)
        .end();
    });
    expect(secure).toBe(200);
  });
});
