import type { LocalizedText } from '../meta/schema.ts';

/** What the assessment finds of systems, as its routes tell it. A system's key is `<namespace>/<name>`. Amounts are yuan, shares 0 to 1. */

/** Why something is said of a system: a stable code, and words for people. */
export interface Reason {
  code: string;
  message: LocalizedText;
  /** Points that it adds, where points are counted. */
  points?: number;
}

export interface SameFunction {
  a: string;
  b: string;
  /** 1: the same words, by the synonyms. */
  alike: number;
}

export interface SameData {
  code: string;
  displayName: string;
  /** Names of equal items, as the first system writes them. */
  items: string[];
  /** Whether both say which items they hold. */
  itemsKnown: boolean;
  alike: number;
}

export interface OverlapPart {
  /** How far this part is the same. */
  share: number;
  weight: number;
  /** share × weight. */
  gives: number;
  /** Both systems say something about it. Where not, the part gives nothing. */
  known: boolean;
}

/** How far two systems do the same, and why. `gives` of the three parts add up to `score`. */
export interface Overlap {
  score: number;
  functions: OverlapPart & { same: SameFunction[]; onlyA: string[]; onlyB: string[]; uncounted: string[] };
  data: OverlapPart & { same: SameData[]; onlyA: string[]; onlyB: string[] };
  users: OverlapPart & { lines: string[]; audience: string[]; sameDepartment: boolean };
}

/** Systems that overlap with each other. */
export interface Cluster {
  systems: string[];
  /** Mean overlap of its pairs. */
  overlap: number;
}

export const activities = ['used', 'littleUsed', 'unused', 'unknown'] as const;
export type Activity = (typeof activities)[number];

export interface ActivityFinding {
  activity: Activity;
  /** The later of what the owner declared and what the gateway saw. */
  lastUsedOn?: string;
  idleDays?: number;
  reasons: Reason[];
}

/** Records that several systems take in anew. */
export interface DoubleEntry {
  /** citizens: asked of citizens or enterprises; staff: keyed in by staff. */
  by: 'citizens' | 'staff';
  code: string;
  displayName: string;
  systems: string[];
  /** Items that at least two of them hold, with how many do. */
  items: { name: string; systems: number }[];
  /** The same department's people do it more than once. */
  sameTenant: boolean;
  /** It is keyed in for the district and again for the city or the nation. */
  acrossLevels: boolean;
  /** Entries a year that one entry would spare: all cases of the systems but those of the busiest. Absent where no system says its cases. */
  sparedYearly?: number;
}

export interface ContractEnd {
  endsOn: string;
  /** Negative: it has ended. */
  daysLeft: number;
  /** ended: in use without a contract; soon: within the window in which merging is to be decided. */
  state: 'ended' | 'soon' | 'later';
}

export interface Debt {
  technical: { points: number; reasons: Reason[] };
  security: { points: number; reasons: Reason[] };
  points: number;
  /** Facts without which the debt may be higher than it looks. */
  missing: ('commissionedOn' | 'stack' | 'security' | 'hosting')[];
}

/** One summand of the formula. */
export interface CostTerm {
  name: 'upkeep' | 'mergeOnce' | 'upkeepAfterMerge' | 'connectOnce';
  /** With the figures put in. */
  formula: string;
  amount: number;
}

export interface CostWay {
  way: 'keep' | 'merge' | 'connect';
  terms: CostTerm[];
  amount: number;
}

export interface CostComparison {
  years: number;
  /** What it costs a year now: maintenance + hosting + licences, of what is recorded. */
  upkeep: number;
  ways: CostWay[];
  /** keep − merge; negative: merging costs more. */
  mergeSaves: number;
  /** Figures that nobody recorded; they count as nothing, so the amounts are lower bounds. */
  missing: ('built' | 'yearlyMaintenance' | 'yearlyHosting' | 'yearlyLicences')[];
}

/** What the assessment would do with a system. A proposal: people decide. */
export interface Proposal {
  way: 'merge' | 'connect' | 'keep' | 'retire';
  /** Large system that it fits in, for merge. */
  largeSystem?: { key: string; displayName: string; score: number };
  /** Systems that do the same, for merge: the highest overlap first. */
  with?: string[];
  /** Of these, the one that the others best merge into, where there is no large system yet. */
  into?: string;
  /** The first one decided; the others speak for it. */
  reasons: Reason[];
  /** What speaks against it and is to be settled first. */
  against: Reason[];
}

/** One system calls another. Said by either of them, or by both. */
export interface SystemLink {
  from: string;
  to: string;
  /** Names of the interfaces. */
  names: string[];
  protocols: string[];
  /** Codes of the records that pass. */
  data: string[];
}

/** A system outside the inventory, named in words by one that is in it. */
export interface OutsideSystem {
  key: string;
  displayName: string;
}
