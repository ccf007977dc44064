import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ChildSpec, createSupervisor, isAlive, readProcess, type Supervisor } from './index.ts';

let root: string;
let supervisor: Supervisor;
const log = pino({ level: 'silent' });
const open = (logLimits?: { maxBytes: number; keep: number }) =>
  createSupervisor({ directory: join(root, 'run'), log, ...(logLimits ? { logLimits } : {}) });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dizuo-sv-'));
  supervisor = open();
});
afterEach(async () => {
  for (const name of supervisor.list()) await supervisor.stop(name);
  supervisor.close();
  rmSync(root, { recursive: true, force: true });
});

const sh = (name: string, script: string, more: Partial<ChildSpec> = {}): ChildSpec => ({
  name,
  command: '/bin/sh',
  args: ['-c', script],
  env: { PATH: '/usr/bin:/bin' },
  cwd: root,
  logFile: join(root, `${name}.log`),
  ...more,
});
/** Counts its starts in a file, so that a second one is seen. */
const counting = (name: string) => sh(name, `echo start >> ${root}/starts; exec sleep 300`);
const starts = () => readFileSync(join(root, 'starts'), 'utf8').split('\n').length - 1;
const until = async (what: () => boolean) => {
  for (let i = 0; i < 500 && !what(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(what()).toBe(true);
};

describe('supervisor', () => {
  test('a child outlives a killed server and is adopted by the next', async () => {
    const spec = counting('web');
    const script = fileURLToPath(new URL('../test/start-and-hang.ts', import.meta.url));
    const server = spawn(process.execPath, [script, JSON.stringify({ directory: join(root, 'run'), spec })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data)))));
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await gone;
    const child = await supervisor.ensure(spec);
    expect(child).toMatchObject({ pid, adopted: true });
    await until(() => existsSync(join(root, 'starts')) && starts() > 0);
    expect(starts()).toBe(1);
    const ended = child.exited;
    await supervisor.stop('web');
    await ended;
    expect(supervisor.find('web')).toBeUndefined();
    expect(existsSync(join(root, 'run', 'web.lock'))).toBe(false);
  });

  test('servers killed at any moment of a start leave one child, never two', async () => {
    const spec = counting('once');
    const script = fileURLToPath(new URL('../test/start-and-hang.ts', import.meta.url));
    const argument = JSON.stringify({ directory: join(root, 'run'), spec });
    // A node process needs some 80 ms to its first line; the kills are spread over what follows.
    for (let delayMs = 60; delayMs < 260; delayMs += 20) {
      const server = spawn(process.execPath, [script, argument], { stdio: 'ignore' });
      const gone = new Promise((resolve) => server.once('exit', resolve));
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      server.kill('SIGKILL');
      await gone;
    }
    await supervisor.ensure(spec);
    await until(() => existsSync(join(root, 'starts')) && starts() > 0);
    // Long enough for a second one to show.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(starts()).toBe(1);
  });

  test('two starts at the same moment by two servers make one child', async () => {
    const other = open();
    const spec = counting('race');
    const [a, b] = await Promise.all([supervisor.ensure(spec), other.ensure(spec)]);
    expect(a.pid).toBe(b.pid);
    await until(() => existsSync(join(root, 'starts')) && starts() > 0);
    expect(starts()).toBe(1);
    other.close();
  });

  test('another spec replaces the child', async () => {
    const first = await supervisor.ensure(sh('app', 'exec sleep 300'));
    const second = await supervisor.ensure(sh('app', 'exec sleep 300', { env: { PATH: '/usr/bin:/bin', MODE: 'new' } }));
    expect(second.pid).not.toBe(first.pid);
    expect(readProcess(first.pid)?.state ?? 'Z').toBe('Z');
  });

  test('stop asks first and kills what does not listen, with its children', async () => {
    const polite = await supervisor.ensure(sh('polite', `trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done`));
    await until(() => readFileSync(join(root, 'polite.log'), 'utf8').includes('up'));
    await supervisor.stop('polite');
    expect(readFileSync(join(root, 'polite.log'), 'utf8')).toContain('bye');
    expect(await polite.exited).toEqual({ code: 0 });

    const deaf = await supervisor.ensure(
      sh('deaf', `trap '' TERM; sleep 301 & echo $! > ${root}/grandchild; wait; sleep 302`, { stopGraceMs: 200 }),
    );
    await until(() => existsSync(join(root, 'grandchild')));
    const grandchild = Number(readFileSync(join(root, 'grandchild'), 'utf8'));
    const before = Date.now();
    await supervisor.stop('deaf');
    expect(Date.now() - before).toBeGreaterThanOrEqual(200);
    expect(await deaf.exited).toEqual({ signal: 'SIGKILL' });
    expect(readProcess(grandchild)?.state ?? 'Z').toBe('Z');
  });

  test('a process that got the number of a child is not taken for it', async () => {
    const child = await supervisor.ensure(sh('short', 'exit 3'));
    expect(await child.exited).toEqual({ code: 3 });
    const record = join(root, 'run', 'short.run');
    // Two processes of the same clock tick would have the same start time.
    await new Promise((resolve) => setTimeout(resolve, 30));
    const stranger = await supervisor.ensure(sh('stranger', 'exec sleep 300'));
    writeFileSync(record, readFileSync(record, 'utf8').replace(String(child.pid), String(stranger.pid)));
    expect(supervisor.find('short')).toBeUndefined();
    await supervisor.stop('short');
    expect(isAlive(stranger.pid, readProcess(stranger.pid)?.startTicks ?? '')).toBe(true);
  });

  test('a second start waits for, and ends, what a dead child left behind', async () => {
    const first = await supervisor.ensure(sh('parent', 'sleep 303 & exec sleep 304'));
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const second = await supervisor.ensure(sh('parent', 'sleep 303 & exec sleep 304'));
    expect(second.adopted).toBe(false);
  });

  test('a program that is not there is a clear error of the child, in its log', async () => {
    const child = await supervisor.ensure({ ...sh('none', ''), command: '/nonexistent/program' });
    expect(await child.exited).toEqual({ code: 127 });
    expect(readFileSync(join(root, 'none.log'), 'utf8')).toContain('/nonexistent/program');
  });

  test('a working directory that is not there is a clear error', async () => {
    await expect(supervisor.ensure({ ...sh('lost', ''), cwd: '/nonexistent' })).rejects.toThrow(/process lost could not be started/);
  });

  test('its environment is the given one and is not in any argument', async () => {
    const child = await supervisor.ensure(sh('secretive', 'env; exec sleep 300', { env: { PATH: '/usr/bin:/bin', PASSWORD: 'hunter-2' } }));
    await until(() => readFileSync(join(root, 'secretive.log'), 'utf8').includes('hunter-2'));
    const environment = readFileSync(join(root, 'secretive.log'), 'utf8')
      .split('\n')
      .filter((line) => !/^(PWD|_|OLDPWD|SHLVL)?=|^$|^PWD=/.test(line));
    expect(environment.sort()).toEqual(['PASSWORD=hunter-2', 'PATH=/usr/bin:/bin']);
    expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).not.toContain('hunter-2');
    for (const file of ['secretive.json', 'secretive.run']) expect(readFileSync(join(root, 'run', file), 'utf8')).not.toContain('hunter-2');
  });

  test.runIf(process.getuid?.() === 0)('as another user it can neither read nor change its record', async () => {
    await supervisor.ensure(
      sh(
        'jailed',
        `id -u; cat /proc/self/fd/3 && echo READ; echo x > /proc/self/fd/3 && echo WROTE; cat ${root}/run/hash-key && echo KEY; echo again >> /dev/stdout; exec sleep 300`,
        {
          uid: 20_999,
          gid: 20_999,
          cwd: '/',
        },
      ),
    );
    await until(() => readFileSync(join(root, 'jailed.log'), 'utf8').includes('again'));
    const output = readFileSync(join(root, 'jailed.log'), 'utf8');
    expect(output).toMatch(/^20999$/m);
    expect(output).not.toMatch(/WROTE|KEY/);
  });

  test('counts what it and its children take', async () => {
    await supervisor.ensure(sh('busy', 'sh -c "while :; do :; done" & wait'));
    await new Promise((resolve) => setTimeout(resolve, 600));
    const usage = supervisor.usage('busy');
    expect(usage?.processes).toBe(2);
    expect([...supervisor.usages('bu').keys()]).toEqual(['busy']);
    expect(supervisor.usages('other').size).toBe(0);
    expect(usage?.cpuMs).toBeGreaterThan(50);
    expect(usage?.memoryBytes).toBeGreaterThan(100_000);
  });

  test('rotates logs in place', async () => {
    supervisor.close();
    supervisor = open({ maxBytes: 100_000, keep: 2 });
    await supervisor.ensure(
      sh('chatty', 'i=0; while :; do i=$((i+1)); echo "line $i of many that fill the log"; [ $((i % 500)) != 0 ] || sleep 0.02; done'),
    );
    await until(() => existsSync(join(root, 'chatty.log.2')));
    expect(existsSync(join(root, 'chatty.log.3'))).toBe(false);
    expect(statSync(join(root, 'chatty.log.1')).size).toBeGreaterThanOrEqual(100_000);
  });
});
