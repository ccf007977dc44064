import { approve, delivered, deploy, makeTenant, order, publish } from '../apps/server/test/journey.ts';
import { Platform, pause } from '../apps/server/test/platform.ts';
import { memoryOf } from './machine.ts';
import { ms, say, table } from './report.ts';

/** How long the platform takes to be ready, and what all of its processes take together with a component server and two replicas. */

const settleMs = Number(process.env.BENCH_SETTLE_SECONDS ?? 20) * 1000;

const platform = await Platform.create();
try {
  const first = await timed(() => platform.start());
  await platform.stop();
  const second = await timed(() => platform.start());
  const people = {
    operator: await platform.kubectl('operator'),
    security: await platform.kubectl('security-admin'),
    developer: await platform.kubectl('developer'),
  };
  await makeTenant(people);
  await order(people);
  await approve(people);
  await delivered(people);
  await deploy(people);
  await publish(people);
  await pause(settleMs);
  const loaded = memoryOf(platform.directory);
  await platform.kill();
  const adopting = await timed(() => platform.start());
  await pause(settleMs);
  const fresh = memoryOf(platform.directory);

  table([
    ['', 'measured', 'aim'],
    ['first start', ms(first), ''],
    ['second start', ms(second), '5000 ms'],
    ['start after kill -9, everything adopted', ms(adopting), '5000 ms'],
  ]);
  say('');
  table([
    ['memory (proportional set size)', 'after the journey', 'after a new start'],
    ...[...loaded.keys()].sort().map((role) => [role, mib(loaded.get(role)), mib(fresh.get(role))]),
    ['together (aim: under 600 MiB)', mib(total(loaded)), mib(total(fresh))],
  ]);
} finally {
  await platform.remove();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function total(memory: ReadonlyMap<string, number>): number {
  return [...memory.values()].reduce((sum, part) => sum + part, 0);
}

function mib(value = 0): string {
  return `${Math.round(value)} MiB`;
}
