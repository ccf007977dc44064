import type { Said } from '../meta/sentence.ts';

/** Answers of the routes under `/apis/integration.dizuo/v1alpha1/inventory`. */
export const inventoryPath = '/apis/integration.dizuo/v1alpha1/inventory';

/** Where a contract stands: over, ending within so many days, running longer, or not known. */
export const contractStates = ['over', 'within90', 'within180', 'within365', 'later', 'unknown'] as const;
export type ContractState = (typeof contractStates)[number];

/** One line of the list of systems. */
export interface SystemRow {
  namespace: string;
  name: string;
  uid: string;
  displayName: string;
  departmentRef: string;
  department: string;
  level: string;
  lifecycle: string;
  /** It takes a place in the ledger. */
  counted: boolean;
  linesOfBusiness: string[];
  vendor?: string;
  contractEndsOn?: string;
  contract: ContractState;
  /** Yuan a year: maintenance, hosting and licences. */
  yearlyCost?: number;
  monthlyActive?: number;
  lastActiveOn?: string;
  zone?: string;
  sample: boolean;
}

/** A value that rows have, and how many do. */
export interface Facet {
  value: string;
  label: string;
  count: number;
}

export interface SystemsAnswer {
  /** All that the caller may see. */
  total: number;
  /** Of these, those that fit. */
  matched: number;
  /** Of those that fit, the ones that take a place in a ledger. */
  counted: number;
  /** Yuan a year of those that fit. */
  yearlyCost: number;
  items: SystemRow[];
  /** Over all that the caller may see. */
  facets: { department: Facet[]; line: Facet[]; vendor: Facet[] };
}

export interface SystemsFilter {
  namespace?: string;
  search?: string;
  /** With all units below it. */
  department?: string;
  line?: string;
  level?: string;
  lifecycle?: string;
  vendor?: string;
  contract?: ContractState;
  counted?: boolean;
}
export const systemSorts = ['name', 'department', 'contract', 'cost', 'active', 'used'] as const;
export type SystemSort = (typeof systemSorts)[number];

/** What importing a workbook would do, or did. Nothing is entered while there are problems or undecided duplicates. */
export interface ImportAnswer {
  creates: number;
  updates: number;
  unchanged: number;
  skipped: number;
  /** Cells and rows that are wrong; the first of them below. */
  problems: number;
  told: { sheet: string; row: number; column?: string; message: string; said?: Said }[];
  duplicates: ImportDuplicate[];
}

/** A row that may be a system that is there already, here or earlier in the file. */
export interface ImportDuplicate {
  row: number;
  displayName: string;
  candidates: { likeness: 'name' | 'pinyin' | 'short' | 'near' | 'address'; row?: number; name?: string; displayName: string }[];
  decided?: { is: 'new' } | { is: 'skip' } | { is: 'same'; name: string };
}
