import { Disposition, InformationSystem, LargeSystem, LedgerException, type ObjectOf } from '@dizuo/api';
import { type AdmissionContext, type Companion, platformUpdate } from '@dizuo/kernel';
import { type CountFacts, countFacts } from './count-facts.ts';
import { type BookLine, bookLine, bookLines } from './ledger-book.ts';

type Lookup = AdmissionContext['lookup'];
type System = ObjectOf<typeof InformationSystem>;

/** What changes with an object: `next` is absent when it goes, `old` when it comes. */
export interface Change {
  old: CountFacts | undefined;
  next: CountFacts | undefined;
  /** Its whole tenant goes: nothing in it is restored. */
  ending: boolean;
  lookup: Lookup;
  principal: string;
}

/**
 * The other ends of what keeps an object from counting, in the same commit: who replaces a system, what lives on in a large system,
 * which application is a system, who holds an exception. So that nobody else can claim the same, and none of it can go unseen.
 */
export async function countCompanions(change: Change): Promise<Companion[]> {
  const { old, next } = change;
  const lines: BookLine[] = [];
  const own = bookLine(old, next);
  if (own) lines.push(await withDecision(own, change.lookup));
  const systems = new SystemChanges(change);
  await systems.replace();
  await systems.realise();
  return [...systems.companions(lines), ...(await memberships(change)), ...(await holding(change)), ...bookLines(lines, change.principal)];
}

/** A system that leaves the count does so by the disposition that was decided on it, where there is one. */
async function withDecision(line: BookLine, lookup: Lookup): Promise<BookLine> {
  if (line.approval || line.kind !== InformationSystem.kind || !['retired', 'deleted'].includes(line.cause)) return line;
  const { namespace, name } = line;
  const disposition = await lookup(Disposition, { namespace, name });
  const decided = disposition?.status?.decidedAt !== undefined && disposition.status.phase !== 'Rejected';
  return decided ? { ...line, approval: { kind: Disposition.kind, namespace, name } } : line;
}

/** Systems that change beside the object: each is written once, whatever changes in it. */
class SystemChanges {
  readonly #change: Change;
  readonly #systems = new Map<string, { before: System; now: System }>();

  constructor(change: Change) {
    this.#change = change;
  }

  async replace(): Promise<void> {
    const { old, next } = this.#change;
    const by = next ?? old;
    if (!by) return;
    const wanted = new Set(next?.effective ? next.replaces : []);
    const before = new Set(old?.replaces ?? []);
    for (const name of new Set([...wanted, ...before])) {
      const system = await this.#system(name);
      if (!system) continue;
      const { spec } = system.now;
      const isOurs = spec.replacedBy === by.name && (spec.replacedByKind ?? 'InformationSystem') === by.kind.kind;
      if (wanted.has(name) && !spec.replacedBy && counted(system.now)) {
        spec.replacedBy = by.name;
        spec.replacedByKind = by.kind.kind as 'Application';
      } else if (!wanted.has(name) && isOurs && !this.#change.ending) {
        delete spec.replacedBy;
        delete spec.replacedByKind;
      }
    }
  }

  async realise(): Promise<void> {
    const { old, next } = this.#change;
    if (old?.realises === next?.realises) return;
    const left = old?.realises && (await this.#system(old.realises));
    if (left && left.now.spec.realisedBy === old?.name) delete left.now.spec.realisedBy;
    const taken = next?.realises && (await this.#system(next.realises));
    if (taken && next) taken.now.spec.realisedBy = next.name;
  }

  companions(lines: BookLine[]): Companion[] {
    const cause = this.#change.next ?? this.#change.old;
    return [...this.#systems.values()].flatMap(({ before, now }) => {
      if (JSON.stringify(before.spec) === JSON.stringify(now.spec)) return [];
      const line = bookLine(countFacts(InformationSystem, before), countFacts(InformationSystem, now), cause);
      if (line) lines.push(line);
      return [platformUpdate(InformationSystem, now)];
    });
  }

  async #system(name: string) {
    const known = this.#systems.get(name);
    if (known) return known;
    const { next, old, lookup } = this.#change;
    const found = await lookup(InformationSystem, { namespace: (next ?? old)?.namespace ?? '', name });
    if (!found) return undefined;
    const entry = { before: found, now: { ...found, spec: { ...found.spec } } };
    this.#systems.set(name, entry);
    return entry;
  }
}

function counted(system: System): boolean {
  const { counted, excepted } = countFacts(InformationSystem, system);
  return counted + excepted > 0;
}

async function memberships({ old, next, lookup }: Change): Promise<Companion[]> {
  const id = (facts: CountFacts | undefined) => facts?.moduleOf && `${facts.moduleOf.tenant}/${facts.moduleOf.largeSystemRef}`;
  const same = id(old) === id(next) && old?.moduleOf?.module === next?.moduleOf?.module;
  if (same) return [];
  const places = new Map([old, next].flatMap((facts) => (facts?.moduleOf ? [[id(facts), facts.moduleOf] as const] : [])));
  const self = next ?? old;
  const companions: Companion[] = [];
  for (const [place, { tenant, largeSystemRef }] of places) {
    const large = self && (await lookup(LargeSystem, { namespace: tenant, name: largeSystemRef }));
    if (!large) continue;
    const others = (large.spec.members ?? []).filter(
      (m) => !(m.kind === self.kind.kind && m.tenant === self.namespace && m.name === self.name),
    );
    const members = [...others];
    if (next?.moduleOf && id(next) === place) {
      members.push({ kind: self.kind.kind as 'Application', tenant: self.namespace, name: self.name, module: next.moduleOf.module });
    }
    companions.push(platformUpdate(LargeSystem, { ...large, spec: { ...large.spec, members } }));
  }
  return companions;
}

/** A place that an exception gave is never given again, so whoever held one stays in its list. */
async function holding({ old, next, lookup }: Change): Promise<Companion[]> {
  if (!next?.exceptionRef || next.exceptionRef === old?.exceptionRef) return [];
  const exception = await lookup(LedgerException, { namespace: next.namespace, name: next.exceptionRef });
  const holders = exception?.spec.holders ?? [];
  if (!exception || holders.some((holder) => holder.kind === next.kind.kind && holder.name === next.name)) return [];
  const spec = { ...exception.spec, holders: [...holders, { kind: next.kind.kind, name: next.name }] };
  return [platformUpdate(LedgerException, { ...exception, spec })];
}
