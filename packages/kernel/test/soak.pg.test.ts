import { createTestDatabase, type TestDatabase } from '@dizuo/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Selected, type SoakServer, startSoakServer } from './soak-servers.ts';
import { changeFingerprint, followUntilFence, stateFingerprint, type Trace } from './soak-watcher.ts';
import { writeFence, writeThrough } from './soak-writers.ts';

/** A million takes some minutes. */
const changes = Number(process.env.DIZUO_SOAK_CHANGES ?? 60_000);
/** Changes are kept for so short a time that who sleeps longer has to list again. */
const windowSeconds = 3;
const watchersOfEach: Selected[] = [{}, { namespace: 'n0' }, { color: 'gold' }];

let database: TestDatabase;
let servers: SoakServer[];

beforeAll(async () => {
  database = await createTestDatabase();
  // The truth: a copy of the change log that nobody prunes.
  await database.admin.query(`
    create unlogged table truth (rv bigint, op text, name text, color text, value int, old_rv bigint);
    create function keep_truth() returns trigger language plpgsql security definer as $$
    declare image json := coalesce(new.new, new.old)::json -> 'spec';
    begin
      insert into public.truth values (new.rv, new.op, new.namespace || '/' || new.name, image ->> 'color', (image ->> 'value')::int, new.old_rv);
      return null;
    end $$;
    create trigger keep_truth after insert on dizuo.change for each row execute function keep_truth()`);
  servers = await Promise.all([startSoakServer('first', database), startSoakServer('second', database)]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await database.drop();
});

interface Fact {
  rv: number;
  op: 'C' | 'U' | 'D';
  name: string;
  color: string;
  value: number;
  oldRv: number | null;
}

it(`brings every one of ${changes} changes to every watcher once and in order, through both servers`, {
  timeout: 30 * 60_000,
}, async () => {
  const pruning = setInterval(() => void database.admin.query('select dizuo.prune_changes($1)', [windowSeconds]).catch(() => {}), 500);
  const watching = servers.flatMap((server) =>
    (['store', 'http'] as const).flatMap((over) =>
      watchersOfEach.map((selected) => followUntilFence(server.source(over, selected), selected, (windowSeconds + 1) * 1000)),
    ),
  );
  const [first] = servers as [SoakServer, SoakServer];
  const startedAt = performance.now();
  const written = await writeThrough(
    servers.map(({ store }) => store),
    changes,
    12,
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await writeFence(first.store);
  const traces = await Promise.all(watching);
  clearInterval(pruning);

  const facts = await truth();
  expect(facts.length).toBe(written.changes + 1);
  expect(brokenChains(facts), 'a write that was applied to another version than its writer had seen').toEqual([]);
  expect(written.stale).toBeGreaterThan(0);
  expect(written.staleRefused, 'stale writes that were refused').toBe(written.stale);
  for (const trace of traces) expect(problems(trace, facts), trace.watcher).toEqual([]);
  const resumed = sum(traces.map((trace) => trace.resumed));
  const listedAgain = sum(traces.map((trace) => trace.listedAgain));
  expect(resumed).toBeGreaterThan(traces.length);
  if (seconds > 2 * windowSeconds) expect(listedAgain).toBeGreaterThan(0);
  process.stdout.write(
    `soak: ${facts.length} changes in ${seconds.toFixed(1)} s (${Math.round(facts.length / seconds)}/s beside ${traces.length} watchers), ` +
      `${sum(traces.map((trace) => trace.versions.length))} seen, resumed ${resumed} times, listed again ${listedAgain} times, ` +
      `${written.stale} stale writes refused, ${written.lost} lost races\n`,
  );
});

async function truth(): Promise<Fact[]> {
  const { rows } = await database.admin.query('select rv::int, op, name, color, value, old_rv::int as "oldRv" from truth order by rv');
  return rows;
}

/** Every change of an object must follow its last one. */
function brokenChains(facts: readonly Fact[]): Fact[] {
  const latest = new Map<string, number>();
  const broken = facts.filter((fact, i) => {
    const before = latest.get(fact.name) ?? null;
    if (fact.op === 'D') latest.delete(fact.name);
    else latest.set(fact.name, fact.rv);
    return fact.oldRv !== before || (fact.op === 'C') !== (before === null) || fact.rv !== i + (facts[0]?.rv ?? 0);
  });
  return broken.slice(0, 5);
}

/** Replays the truth beside what the watcher saw. Empty: the watcher saw exactly that. */
function problems(trace: Trace, facts: readonly Fact[]): string[] {
  const found: string[] = [];
  const inside = new Map<string, number>();
  let print = 0;
  let next = 0;
  let at = 0;
  for (const [i, list] of trace.lists.entries()) {
    const seenUntil = trace.lists[i + 1]?.before ?? trace.versions.length;
    // Between the last change seen and this list the watcher knows nothing; the list says it all.
    for (; at < facts.length && (facts[at] as Fact).rv <= list.version; at += 1)
      print ^= step(trace.selected, inside, facts[at] as Fact).print;
    if (list.print !== print || list.size !== inside.size)
      found.push(`the list at ${list.version} differs: ${list.size} for ${inside.size} objects`);
    for (; next < seenUntil && at < facts.length; at += 1) {
      const fact = facts[at] as Fact;
      const { type, print: changed } = step(trace.selected, inside, fact);
      print ^= changed;
      if (!type) continue;
      const same = trace.versions[next] === fact.rv && trace.prints[next] === changeFingerprint(type, fact.name, fact.value);
      if (!same) found.push(`after ${trace.versions[next - 1]} came ${trace.versions[next]}, not ${type} ${fact.name} ${fact.rv}`);
      next += 1;
      if (found.length > 5) return found;
    }
    if (next !== seenUntil) found.push(`${seenUntil - next} changes too many before list ${i + 1}`);
  }
  return found;
}

/** What a fact means to a selection, and how it changes the fingerprint of the list. */
function step(selected: Selected, inside: Map<string, number>, fact: Fact): { type?: 'ADDED' | 'MODIFIED' | 'DELETED'; print: number } {
  const before = inside.get(fact.name);
  const matches =
    (!selected.namespace || fact.name.startsWith(`${selected.namespace}/`)) && (!selected.color || fact.color === selected.color);
  const gone = before === undefined ? 0 : stateFingerprint(fact.name, before);
  if (fact.op === 'D' || !matches) {
    inside.delete(fact.name);
    return before === undefined ? { print: 0 } : { type: 'DELETED', print: gone };
  }
  inside.set(fact.name, fact.rv);
  return { type: before === undefined ? 'ADDED' : 'MODIFIED', print: gone ^ stateFingerprint(fact.name, fact.rv) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
