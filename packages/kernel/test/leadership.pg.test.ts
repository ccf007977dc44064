import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLeadership, openStore, socketAccess } from '@dizuo/kernel';
import { createTestDatabase, type TestDatabase, testMasterKey, Widget } from '@dizuo/testkit';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ttlMs = 1500;
const log = pino({ level: 'silent' });
let database: TestDatabase;
let closing: (() => unknown)[];

beforeEach(async () => {
  database = await createTestDatabase();
  closing = [() => database.drop()];
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
});

interface Message {
  event: 'campaigns' | 'leads' | 'refused' | 'failed' | 'ended' | 'late write passed';
  epoch: number;
}

/** A server in a process of its own, and what it told. */
class Candidate {
  readonly child: ChildProcess;
  readonly told: Message[] = [];

  constructor(name: string) {
    const { host, database: databaseName } = database.access.admin;
    const program = fileURLToPath(new URL('leader-child.ts', import.meta.url));
    this.child = fork(program, [String(host), String(databaseName), name, String(ttlMs)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child.on('message', (message) => this.told.push(message as Message));
    closing.push(() => this.kill());
  }

  async leads(): Promise<number> {
    return (await until(() => this.told.find((message) => message.event === 'leads'))).epoch;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>, withinMs = 60_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Epochs in the order in which their writes were committed. */
async function epochsInOrder(): Promise<number[]> {
  const { rows } = await database.admin.query(`select (new::json -> 'spec' ->> 'size')::int as epoch from dizuo.change order by rv`);
  return rows.map((row) => row.epoch as number);
}

const writesOf = async (epoch: number) => (await epochsInOrder()).filter((e) => e === epoch).length;

/** No write of an earlier term stands behind one of a later. */
async function mustNotInterleave(): Promise<void> {
  const epochs = await epochsInOrder();
  expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
}

async function leaderAndFollower(): Promise<{ leader: Candidate; follower: Candidate; epoch: number }> {
  const leader = new Candidate('one');
  const epoch = await leader.leads();
  const follower = new Candidate('two');
  await until(() => follower.told.length > 0);
  await until(async () => (await writesOf(epoch)) > 50);
  expect(follower.told.map(({ event }) => event)).toEqual(['campaigns']);
  return { leader, follower, epoch };
}

describe('two servers on one database', () => {
  it('a killed leader is replaced when its lease has run out', async () => {
    const { leader, follower, epoch } = await leaderAndFollower();
    leader.kill();
    expect(await follower.leads()).toBeGreaterThan(epoch);
    await until(async () => (await writesOf(epoch + 1)) > 50);
    await mustNotInterleave();
  });

  it('a leader that was stopped and wakes up late writes nothing any more', async () => {
    const { leader, follower, epoch } = await leaderAndFollower();
    leader.child.kill('SIGSTOP');
    const next = await follower.leads();
    const before = await writesOf(epoch);
    leader.child.kill('SIGCONT');
    await until(() => leader.told.some(({ event }) => event === 'ended'));
    expect(leader.told.some(({ event }) => event === 'refused')).toBe(true);
    expect(leader.told.some(({ event }) => event === 'late write passed')).toBe(false);
    await until(async () => (await writesOf(next)) > 50);
    expect(await writesOf(epoch)).toBe(before);
    await mustNotInterleave();
  });

  it('a leader whose event loop is blocked loses the lease and is refused when it comes back', async () => {
    const { leader, follower, epoch } = await leaderAndFollower();
    leader.child.send({ block: ttlMs * 3 });
    const next = await follower.leads();
    await until(() => leader.told.some(({ event }) => event === 'refused'));
    await until(async () => (await writesOf(next)) > 50);
    expect(next).toBeGreaterThan(epoch);
    await mustNotInterleave();
  });

  it('a leader whose connections are cut goes on or is replaced, but never beside another', async () => {
    const { leader, follower, epoch } = await leaderAndFollower();
    for (let i = 0; i < 5; i += 1) {
      await database.admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      await new Promise((resolve) => setTimeout(resolve, ttlMs / 2));
    }
    const newest = () =>
      Math.max(epoch, ...[...leader.told, ...follower.told].filter(({ event }) => event === 'leads').map((m) => m.epoch));
    const count = (await epochsInOrder()).length;
    await until(async () => (await epochsInOrder()).length > count + 50);
    expect((await epochsInOrder()).at(-1)).toBe(newest());
    await mustNotInterleave();
  });
});

describe('a lease', () => {
  it('changes hands only after the commits that were checked against it', async () => {
    const store = await openStore({ access: database.access, masterKey: testMasterKey, kinds: [Widget] });
    closing.push(() => store.close());
    const epoch = await store.leases.acquire('crown', 'one', 1);
    const writer = new pg.Client(database.access.as('system'));
    await writer.connect();
    closing.push(() => writer.end());
    const item = {
      op: 'C',
      kind: Widget.id,
      ns: 'a',
      name: 'late',
      uid: '00000000-0000-4000-8000-000000000001',
      sv: 1,
      body: '{}',
      index: [],
      usage: [],
    };
    await writer.query('begin');
    const { rows } = await writer.query('select dizuo.write_objects($1::json) as verdicts', [
      JSON.stringify([{ lease: { name: 'crown', epoch }, items: [item] }]),
    ]);
    expect(rows[0].verdicts[0].rvs).toHaveLength(1);
    let taken = false;
    const next = store.leases.acquire('crown', 'two', 5000).then((e) => {
      taken = true;
      return e;
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(taken).toBe(false);
    await writer.query('commit');
    expect(await next).toBe((epoch ?? 0) + 1);
  });

  it('ends by itself where the database does not answer, before another takes it', async () => {
    const line = await pausableLine(String(database.access.admin.host));
    closing.push(() => line.close());
    const { database: name = '', user = '' } = database.access.admin;
    const far = await openStore({ access: socketAccess(line.socketDirectory, name, user), masterKey: testMasterKey, kinds: [Widget] });
    const near = await openStore({ access: database.access, masterKey: testMasterKey, kinds: [Widget] });
    const one = createLeadership({ leases: far.leases, holder: 'one', log, ttlMs });
    const two = createLeadership({ leases: near.leases, holder: 'two', log, ttlMs });
    closing.push(async () => {
      line.resume();
      await Promise.all([one.close(), two.close()]);
      await Promise.all([far.close(), near.close()]);
    });
    const happened: string[] = [];
    const lead =
      (who: string) =>
      async ({ signal }: { signal: AbortSignal }) => {
        happened.push(`${who} starts`);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        happened.push(`${who} ends`);
      };
    one.campaign('crown', lead('one'));
    await until(() => happened.length === 1);
    two.campaign('crown', lead('two'));
    await new Promise((resolve) => setTimeout(resolve, ttlMs * 2));
    expect(happened).toEqual(['one starts']);
    line.pause();
    await until(() => happened.length === 3);
    expect(happened).toEqual(['one starts', 'one ends', 'two starts']);
    line.resume();
    await new Promise((resolve) => setTimeout(resolve, ttlMs * 2));
    expect(happened).toHaveLength(3);
    await two.close();
    await until(() => happened.at(-1) === 'one starts');
  });
});

/** A line to PostgreSQL that can fall silent without being cut, as when a network loses packets. */
async function pausableLine(target: string): Promise<{ socketDirectory: string; pause(): void; resume(): void; close(): void }> {
  const socketDirectory = mkdtempSync(join(tmpdir(), 'dz-line-'));
  const sockets = new Set<Socket>();
  let silent = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    if (silent) socket.pause();
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  };
  const server: Server = createServer((near) => {
    const far = createConnection(join(target, '.s.PGSQL.5432'));
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    keep(near);
    keep(far);
  });
  await new Promise<void>((resolve) => server.listen(join(socketDirectory, '.s.PGSQL.5432'), resolve));
  return {
    socketDirectory,
    pause() {
      silent = true;
      for (const socket of sockets) socket.pause();
    },
    resume() {
      silent = false;
      for (const socket of sockets) socket.resume();
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      rmSync(socketDirectory, { recursive: true, force: true });
    },
  };
}
