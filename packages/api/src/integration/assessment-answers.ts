import type {
  Activity,
  ActivityFinding,
  Cluster,
  ContractEnd,
  CostComparison,
  Debt,
  DoubleEntry,
  OutsideSystem,
  Overlap,
  Proposal,
  SystemLink,
} from './assessment.ts';

/** Answers of the routes under `/apis/integration.dizuo/v1alpha1/assessment`. */
export const assessmentPath = '/apis/integration.dizuo/v1alpha1/assessment';

export interface Paged<T> {
  total: number;
  items: T[];
}

/** A system in few words. */
export interface SystemName {
  key: string;
  displayName: string;
  departmentRef: string;
  level: string;
}

/** One line of the list of assessed systems. */
export interface AssessmentRow extends SystemName {
  lifecycle: string;
  zone?: string;
  linesOfBusiness: string[];
  /** It is the district's to change and still there: such systems are counted in the figures. */
  counted: boolean;
  activity: Activity;
  idleDays?: number;
  contract?: ContractEnd;
  technicalDebt: number;
  securityDebt: number;
  upkeep?: number;
  mergeSaves?: number;
  way?: Proposal['way'];
  /** Systems that overlap with it, and the highest overlap. */
  partners: number;
  overlap: number;
}

export interface PairRow {
  a: SystemName;
  b: SystemName;
  score: number;
  functions: number;
  data: number;
  users: number;
}

/** Two systems side by side. */
export interface PairAnswer {
  a: AssessmentRow;
  b: AssessmentRow;
  overlap: Overlap;
}

export interface SystemAssessment {
  system: AssessmentRow;
  activity: ActivityFinding;
  contract?: ContractEnd;
  debt: Debt;
  cost?: CostComparison;
  proposal?: Proposal;
  partners: PairRow[];
  doubleEntries: DoubleEntry[];
  callers: SystemName[];
  calls: SystemName[];
}

export interface ClusterRow extends Cluster {
  members: SystemName[];
}

export interface DoubleEntryRow extends DoubleEntry {
  members: SystemName[];
}

/** Figures over the systems that are the district's to change; only `levels` counts all. */
export interface AssessmentFigures {
  systems: number;
  levels: Record<string, number>;
  /** Pairs, systems that are in one, groups, and pairs between departments. */
  overlap: { pairs: number; systems: number; clusters: number; acrossDepartments: number };
  activity: Record<Activity, number>;
  doubleEntries: { citizens: number; staff: number; acrossLevels: number; sparedYearly: number };
  contracts: { ended: number; soon: number; later: number; unknown: number };
  debt: { high: number; technical: number; security: number };
  /** Over the years of the rules: all kept as they are, and as proposed. `unknown`: systems without any cost recorded. */
  cost: { years: number; upkeep: number; keep: number; proposed: number; saves: number; unknown: number };
  ways: Record<Proposal['way'], number>;
}

export interface DepartmentFigures extends AssessmentFigures {
  departmentRef: string;
}

export interface AssessmentOverview extends AssessmentFigures {
  asOf: string;
  threshold: number;
  highDebt: number;
  departments: DepartmentFigures[];
}

export interface DependencyNode extends SystemName {
  namespace: string;
  zone?: string;
  line?: string;
  lifecycle: string;
  counted: boolean;
  way?: Proposal['way'];
}

export interface DependencyGraph {
  nodes: DependencyNode[];
  outside: OutsideSystem[];
  links: SystemLink[];
}

/** What would change if the rules were others. */
export interface RulesPreview {
  before: AssessmentFigures;
  after: AssessmentFigures;
  /** Systems whose proposal changes; `total` counts all of them. */
  changes: Paged<SystemName & { before?: Proposal['way']; after?: Proposal['way'] }>;
  /** Pairs that come and that go, the highest overlap first. */
  pairs: { come: Paged<PairRow>; go: Paged<PairRow> };
}
