import type { LocalizedText } from '../meta/schema.ts';
import type { Proposal, Reason } from './assessment.ts';
import type { Paged, SystemName } from './assessment-answers.ts';
import type { dispositionWays } from './disposition.ts';

/** Answers of the routes under `/apis/integration.dizuo/v1alpha1/decisions`: what becomes of the systems, and when. */
export const decisionsPath = '/apis/integration.dizuo/v1alpha1/decisions';

export type DispositionWay = (typeof dispositionWays)[number];
export const dispositionPhases = ['Proposed', 'SentBack', 'Rejected', 'Withdrawn', 'Decided', 'InProgress', 'Done', 'Failed'] as const;
export type DispositionPhase = (typeof dispositionPhases)[number];

/** Whether nobody has to decide on the system any more: it takes more than a proposal. Pure. */
export function isDecidedPhase(phase: string | undefined): boolean {
  return phase === 'Decided' || phase === 'InProgress' || phase === 'Done' || phase === 'Failed';
}

/** One system with what was decided on it. Days are of the calendar in China. */
export interface DecisionRow extends SystemName {
  namespace: string;
  name: string;
  lifecycle: string;
  sample: boolean;
  /** What the assessment would do now. */
  proposed?: DispositionWay;
  /** Of its disposition; absent where there is none. */
  way?: DispositionWay;
  phase?: DispositionPhase;
  /** Large system and module that it merges into, or host that it is reached at. */
  into?: string;
  wave?: string;
  waveName?: string;
  /** The disposition's own days, else those of its wave. */
  startsOn?: string;
  endsOn?: string;
  /** Steps carried out among all, 0 to 1, from real objects. */
  share: number;
  /** What is going on, or what failed. */
  step?: LocalizedText;
  /** Not done, and its last day is over. */
  late: boolean;
  dependsOn: string[];
  /** What must be done first and is not. */
  waitsFor: { name: string; displayName: string }[];
}

export interface DecisionCounts {
  systems: number;
  /** Without a disposition. */
  open: number;
  ways: Record<DispositionWay, number>;
  phases: Partial<Record<DispositionPhase, number>>;
  late: number;
  blocked: number;
}

export interface DecisionsAnswer extends Paged<DecisionRow> {
  /** Over all that fit the place: tenant and department. */
  counts: DecisionCounts;
}

export const decisionSorts = ['name', 'phase', 'endsOn', 'share'] as const;
export type DecisionSort = (typeof decisionSorts)[number];

/** What a disposition by the assessment's proposal needs before it can be made. */
export type DraftGap = 'largeSystem' | 'module' | 'address';

/** A disposition as the assessment proposes it. */
export interface DispositionDraft extends SystemName {
  namespace: string;
  name: string;
  way: DispositionWay;
  merge?: { largeSystemRef: string; module: string };
  connect?: { host: string; address: string; tls: boolean; signIn: 'required' };
  /** In people's words: large system and module, or host. */
  into?: string;
  /** What people have to add. */
  missing: DraftGap[];
  reasons: Reason[];
  against: Proposal['against'];
}

/** A wave with how far it is. */
export interface PlanWave {
  name: string;
  displayName: string;
  startsOn: string;
  endsOn: string;
  goal?: string;
  dependsOn: string[];
  systems: number;
  decided: number;
  done: number;
  late: number;
  /** Mean of its systems, 0 to 1. */
  share: number;
  /** It has begun by the calendar, and a wave that must end first is not done. */
  waitsFor: string[];
  items: DecisionRow[];
}

export interface PlanAnswer {
  namespace: string;
  departmentRef: string;
  displayName: string;
  /** The tenant has a plan. */
  exists: boolean;
  /** Today. */
  day: string;
  waves: PlanWave[];
  /** Systems with a disposition and no wave of the plan. */
  unplanned: DecisionRow[];
  /** The other tenants whose plans the reader may see. */
  tenants: { namespace: string; displayName: string; waves: number; late: number }[];
}
