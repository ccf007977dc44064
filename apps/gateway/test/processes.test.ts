import { get } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NeverLose } from './never-lose.ts';
import { until } from './platform.ts';

/** DIZUO_LOSE_SECONDS lets the trouble go on for longer. */
const seconds = Number(process.env.DIZUO_LOSE_SECONDS ?? 8);
let world: NeverLose;

beforeAll(async () => {
  world = await NeverLose.start(2);
});

const accepts = () =>
  new Promise<boolean>((resolve) => {
    const socket = connect(world.port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

it(
  'loses and mixes up nothing while routes, replicas, certificates and its own processes change',
  async () => {
    world.visit(16);
    await world.trouble(1000 * seconds);
    const load = await world.leave();
    if (seconds > 8)
      process.stdout.write(
        `${JSON.stringify({ seconds, asked: world.client.asked, changes: world.changes, replaced: world.replaced, wrk: load?.text })}\n`,
      );
    expect(world.client.wrong).toEqual([]);
    expect(world.client.asked).toBeGreaterThan(1000);
    expect(world.changes).toBeGreaterThan(50);
    expect(world.replaced).toBeGreaterThanOrEqual(2);
    expect(load ?? { wrong: 0, lost: 0 }).toMatchObject({ wrong: 0, lost: 0 });
  },
  60_000 + 3000 * seconds,
);

it('keeps the port open when every worker is killed at once, and starts others', async () => {
  const before = world.gateway.workers;
  for (const pid of before) process.kill(pid, 'SIGKILL');
  expect(await accepts()).toBe(true);
  await until('others', () => world.gateway.workers.length === 2 && !world.gateway.workers.some((pid) => before.includes(pid)));
  await until(
    'it answers',
    () => new Promise<boolean>((resolve) => get(`http://127.0.0.1:${world.port}/`, (r) => resolve(r.statusCode === 404))),
  );
});

it('its workers end where the process that holds the sockets is killed', async () => {
  const { workers } = world.gateway;
  process.kill(world.gateway.pid, 'SIGKILL');
  await until('no worker is left', () => workers.every((pid) => !isAlive(pid)));
});

afterAll(() => world?.close());

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
