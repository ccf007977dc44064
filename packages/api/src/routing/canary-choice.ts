import type { DataPlaneCanary } from '../gateway/data-plane-policies.ts';
import { textHash } from './text-hash.ts';

/** What a canary may go by. Undefined: the request has no such thing. */
export interface CanaryFacts {
  user?: string;
  departments?: readonly string[];
  /** Address of the client. Absent: nobody knows it; a data plane always does. */
  client?: string;
  /** Name in lower case. */
  header(name: string): string | undefined;
  cookie(name: string): string | undefined;
}

/**
 * What decides on the version: a list of those who always get the new one, a share of nothing or of everything, the place of the
 * request's key, the place of an address that is not known here, or chance, drawn anew for each request that has no key.
 */
export type CanaryReason =
  | 'AlwaysUser'
  | 'AlwaysDepartment'
  | 'AlwaysHeader'
  | 'NoShare'
  | 'WholeShare'
  | 'Key'
  | 'UnknownAddress'
  | 'Chance';

export interface CanaryChoice {
  by: CanaryReason;
  /** Whether it is the new version. Absent: it may be either, the new one with a probability of the share. */
  takes?: boolean;
  /** Of a key, 0 to 99.99: it gets the new version while this is below the share in percent. */
  place?: number;
}

const choices = {
  user: { by: 'AlwaysUser', takes: true },
  department: { by: 'AlwaysDepartment', takes: true },
  header: { by: 'AlwaysHeader', takes: true },
  nobody: { by: 'NoShare', takes: false },
  everybody: { by: 'WholeShare', takes: true },
  address: { by: 'UnknownAddress' },
  chance: { by: 'Chance' },
} as const satisfies Record<string, CanaryChoice>;

/**
 * Which version a request gets, and why. Sticky: equal keys get equal answers, in every process, and raising the share moves nobody back.
 * Who is not signed in counts by client address. Pure.
 */
export function canaryChoice(canary: DataPlaneCanary, facts: CanaryFacts): CanaryChoice {
  const { always, percent, sticky } = canary;
  if (always?.users && facts.user !== undefined && always.users.includes(facts.user)) return choices.user;
  if (always?.departments && facts.departments?.some((department) => always.departments?.includes(department))) return choices.department;
  if (always?.header && facts.header(always.header.name) === always.header.value) return choices.header;
  if (percent <= 0) return choices.nobody;
  if (percent >= 100) return choices.everybody;
  const key = stickyKey(sticky, facts);
  if (key === undefined) return sticky.by === 'Person' || sticky.by === 'Client' ? choices.address : choices.chance;
  const place = textHash(key, textHash(canary.policy)) % 10_000;
  return { by: 'Key', takes: place < percent * 100, place: place / 100 };
}

/** Whether a request goes to the new version; `random` (0 to 1) draws for one that has no key. Pure. */
export function goesToCanary(canary: DataPlaneCanary, facts: CanaryFacts, random: number): boolean {
  return canaryChoice(canary, facts).takes ?? random * 100 < canary.percent;
}

function stickyKey(sticky: DataPlaneCanary['sticky'], facts: CanaryFacts): string | undefined {
  switch (sticky.by) {
    case 'Person':
      return facts.user ?? facts.client;
    case 'Department':
      return facts.departments?.[0];
    case 'Client':
      return facts.client;
    case 'Header':
      return sticky.name === undefined ? undefined : facts.header(sticky.name);
    case 'Cookie':
      return sticky.name === undefined ? undefined : facts.cookie(sticky.name);
    case 'None':
      return undefined;
  }
}
