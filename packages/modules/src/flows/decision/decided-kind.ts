import type { Kind, KubeObject, ObjectOf } from '@dizuo/api';
import type { ReconcileContext, ReconcileResult } from '@dizuo/kernel';
import type { DecisionRecord, DecisionView } from './decision.view.ts';

/** Status of an object that a process decides on, as far as all of them are alike. */
export interface DecidedStatus {
  decisions?: DecisionRecord[];
  decidedBy?: string;
  decidedAt?: string;
  comment?: string;
  askedGeneration?: number;
  processInstanceRef?: string;
}

/** What a kind says about itself so that a process can decide on its objects. All functions but `after` are pure. */
export interface DecidedKind<K extends Kind> {
  /** Also the name of the controller. */
  name: string;
  kind: K;
  /** The process that decides, or undefined while there is nothing to decide. A change of `round` starts a new run. */
  run(object: ObjectOf<K>): { definition: string; round: number } | undefined;
  /** What it is about in people's words: part of the task's title. */
  title(object: ObjectOf<K>): string;
  /** Who asks, and may not decide. */
  requester(object: ObjectOf<K>): string;
  /** Department whose head decides where the diagram says so. */
  department(object: ObjectOf<K>): string;
  withdrawn(object: ObjectOf<K>): boolean;
  /** The requester is asked, and has not answered by a change yet. */
  asked(object: ObjectOf<K>): boolean;
  /** The object with the decision in its status. `common` is what all kinds keep. */
  show(object: ObjectOf<K>, view: DecisionView, common: DecidedStatus): ObjectOf<K>;
  /** What follows from the decision. Called on every visit, idempotent. */
  after?(object: ObjectOf<K>, view: DecisionView, context: ReconcileContext): Promise<ReconcileResult>;
}

/** Name of a run: from the object's uid, so that a new object of an old name gets a new one. */
export function runName(kind: Kind, { metadata }: KubeObject, round: number): string {
  return `${kind.singular}-${(metadata.uid ?? '').slice(0, 8)}${round > 1 ? `-${round}` : ''}`;
}
