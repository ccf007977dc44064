import { type ImportAnswer, InformationSystem, notFound, spoken, Tenant } from '@dizuo/api';
import type { RouteCall } from '@dizuo/kernel';
import type { LiveInventory } from '../live-inventory.ts';
import { type Decision, type ImportPlan, planImport } from './plan-import.ts';
import { readSystems } from './read-systems.ts';
import { type RawSheet, readWorkbook } from './read-workbook.ts';
import { newSystemName } from './system-names.ts';
import { importHasErrors, importUndecided } from './workbook.errors.ts';

const mostTold = 200;

export interface Prepared {
  sheets: RawSheet[];
  plan: ImportPlan;
}

/** Reads a workbook and finds out what importing it into the tenant would do. */
export async function prepareImport(
  live: LiveInventory,
  call: RouteCall,
  file: Buffer,
  decisions: ReadonlyMap<number, Decision>,
): Promise<Prepared> {
  const { namespace = '' } = call.params;
  const tenant = live.tenant(namespace);
  if (!tenant) throw notFound({ kind: Tenant.kind, name: namespace });
  const sheets = await readWorkbook(file);
  const existing = await live.seenBy(call, namespace);
  const read = readSystems(sheets, namespace, tenant.spec.departmentRef, live.tree);
  return { sheets, plan: planImport(read, existing, decisions, new Date()) };
}

/** What the person is told before anything is written. */
export function answerOf({ plan }: Prepared): ImportAnswer {
  return {
    creates: plan.creates.length,
    updates: plan.updates.length,
    unchanged: plan.unchanged,
    skipped: plan.skipped,
    problems: plan.problems.length,
    told: plan.problems.slice(0, mostTold).map(({ problem, ...place }) => ({ ...place, ...spoken(problem) })),
    duplicates: plan.duplicates,
  };
}

/** All of it in one commit, or nothing. Throws `importHasErrors`, `importUndecided`, and whatever admission or the ledger says. */
export async function commitImport(
  { plan }: Prepared,
  call: RouteCall,
  existing: readonly { metadata: { name: string } }[],
): Promise<void> {
  if (plan.problems.length > 0) throw importHasErrors({ cells: plan.problems.length });
  const undecided = plan.duplicates.filter(({ decided }) => !decided).length;
  if (undecided > 0) throw importUndecided({ rows: undecided });
  const { namespace = '' } = call.params;
  const taken = new Set(existing.map(({ metadata }) => metadata.name));
  for (const { name } of plan.creates) if (name) taken.add(name);
  await call.client.transaction((group) => {
    for (const { name, spec } of plan.creates) {
      group.create(InformationSystem, { metadata: { namespace, name: name ?? newSystemName(spec.displayName, taken) }, spec });
    }
    for (const { system } of plan.updates) group.update(InformationSystem, system);
  });
}

/** `12:new,15:skip,19:same=shop-sign`. What cannot be read is no decision. */
export function decisionsOf(text: string): Map<number, Decision> {
  const decisions = new Map<number, Decision>();
  for (const part of text.split(',')) {
    const [, row = '', word = '', name] = /^(\d+):(new|skip|same)(?:=([a-z0-9.-]+))?$/.exec(part) ?? [];
    if (word === 'new' || word === 'skip') decisions.set(Number(row), { is: word });
    else if (word === 'same' && name) decisions.set(Number(row), { is: 'same', name });
  }
  return decisions;
}
