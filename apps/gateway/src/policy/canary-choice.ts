import type { DataPlaneCanary } from '@dizuo/api';
import { textHash } from '../balance/text-hash.ts';

/** What a canary may go by. Undefined: the request has no such thing. */
export interface CanaryFacts {
  user?: string;
  departments?: readonly string[];
  client: string;
  /** Name in lower case. */
  header(name: string): string | undefined;
  cookie(name: string): string | undefined;
}

/**
 * Whether a request goes to the new version. Sticky: equal keys get equal answers, in every process, and raising the share moves nobody
 * back. Who is not signed in counts by client address; a request without its key otherwise is drawn by `random` (0 to 1).
 */
export function goesToCanary(canary: DataPlaneCanary, facts: CanaryFacts, random: number): boolean {
  const { always } = canary;
  if (always?.users && facts.user !== undefined && always.users.includes(facts.user)) return true;
  if (always?.departments && facts.departments?.some((department) => always.departments?.includes(department))) return true;
  if (always?.header && facts.header(always.header.name) === always.header.value) return true;
  if (canary.percent <= 0) return false;
  if (canary.percent >= 100) return true;
  const key = stickyKey(canary, facts);
  const place = key === undefined ? random * 10_000 : textHash(key, textHash(canary.policy)) % 10_000;
  return place < canary.percent * 100;
}

function stickyKey({ sticky }: DataPlaneCanary, facts: CanaryFacts): string | undefined {
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
