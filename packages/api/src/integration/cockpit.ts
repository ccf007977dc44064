import type { LocalizedText } from '../meta/schema.ts';

/** Answers of the cockpit. Amounts are yuan, shares 0 to 1. */
export const cockpitPath = '/apis/integration.dizuo/v1alpha1/cockpit';

/** What is counted, and where the list of it is. */
export interface FigureSource {
  kind: LocalizedText;
  filter: LocalizedText;
  /** Address within the console. */
  path: string;
}

export interface Figure {
  name: string;
  displayName: LocalizedText;
  unit: 'systems' | 'things' | 'yuan' | 'share';
  value: number;
  /** Of a share: how many of how many. */
  part?: number;
  of?: number;
  formula: LocalizedText;
  source: FigureSource;
}

/** One bureau with all units below it. `department` is empty for what belongs to none. */
export interface BureauProgress {
  department: string;
  displayName: string;
  /** Systems of its own that were ever recorded, those counted now, and what its ledger says. */
  before: number;
  now: number;
  target?: number;
  targetOn?: string;
  frozen: boolean;
  /** Dispositions that are decided, done, and past their last day. */
  decided: number;
  done: number;
  overdue: number;
  /** Contracts that end within the window, or have ended, with nothing decided. */
  undecidedContracts: number;
  unused: number;
  /** Systems that an exception holds beyond the limit. */
  excepted: number;
  upkeep: number;
}

/** What a bureau's systems stand on: chimneys, each with its own. */
export interface Chimney {
  department: string;
  displayName: string;
  systems: number;
  /** Of these, no longer one of its own: merged, replaced or retired. */
  gone: number;
  /** Different products: databases, middleware and operating systems. */
  products: number;
  /** Upkeep a year of each system, in yuan: those still there first, the dearest first. */
  upkeeps: number[];
}

export interface LargeSystemBlock {
  key: string;
  displayName: string;
  department: string;
  modules: number;
  /** Systems that live on in it, and those that are decided to. */
  merged: number;
  planned: number;
}

export interface TrendPoint {
  /** First day of the month, or today. */
  day: string;
  /** Systems counted on that day; absent in the future. */
  fact?: number;
  /** Systems that the dates of decided dispositions leave; absent in the past. */
  plan?: number;
}

export interface Cockpit {
  asOf: string;
  /** The bureau that it is about; absent: all that the caller may see. */
  department?: { name: string; displayName: string };
  bureaus: { name: string; displayName: string }[];
  headline: Figure[];
  picture: {
    chimneys: Chimney[];
    stack: Figure[];
    largeSystems: LargeSystemBlock[];
    /** Systems by what becomes of them, as decided; `open`: nothing decided yet. */
    ways: Record<'merge' | 'connect' | 'keep' | 'retire' | 'open', number>;
  };
  /** Those of the rules; one of which nothing can be measured yet has no figures. */
  unifications: { name: string; displayName: LocalizedText; figures: Figure[] }[];
  /** `score`: mean of its shares. */
  aims: { name: string; displayName: LocalizedText; score: number; figures: Figure[] }[];
  money: Figure[];
  risks: Figure[];
  trend: TrendPoint[];
  /** Sum of the targets of the ledgers, where there are any. */
  target?: number;
  progress: BureauProgress[];
}

/** One thing that a figure counts, or that it does not count yet. */
export interface Evidence {
  kind: string;
  namespace?: string;
  name: string;
  displayName: string;
  department: string;
  amount?: number;
  /** Page of the thing in the console, where there is one. */
  path?: string;
}

export interface EvidenceAnswer {
  figure: Figure;
  counted: { total: number; items: Evidence[] };
  /** Of a share: what is still missing. */
  missing?: { total: number; items: Evidence[] };
}
