import { type Application, counts, type InformationSystem, type KubeObject, type LedgerException, type ObjectOf, stands } from '@dizuo/api';
import type { Problems } from '../../shapes/use-object-form.ts';

/** How something stands to the ledger: as one more, or without raising the count. */
export type LedgerWay = 'counts' | 'module' | 'replaces' | 'realises' | 'exception';

/** What a system or an application says about its ledger. */
export type LedgerClaim = Partial<Pick<ObjectOf<typeof Application>['spec'], 'moduleOf' | 'replaces' | 'realises' | 'exceptionRef'>>;

export interface LedgerChoice {
  way: LedgerWay;
  claim: LedgerClaim;
}

type Exception = ObjectOf<typeof LedgerException> & KubeObject;
type System = ObjectOf<typeof InformationSystem> & KubeObject;

export function choiceOf({ moduleOf, replaces, realises, exceptionRef }: LedgerClaim): LedgerChoice {
  const claim: LedgerClaim = {
    ...(moduleOf ? { moduleOf } : {}),
    ...(replaces?.length ? { replaces } : {}),
    ...(realises ? { realises } : {}),
    ...(exceptionRef ? { exceptionRef } : {}),
  };
  if (moduleOf) return { way: 'module', claim };
  if (realises) return { way: 'realises', claim };
  if (exceptionRef) return { way: 'exception', claim };
  return { way: replaces?.length ? 'replaces' : 'counts', claim };
}

/** Only what belongs to the chosen way is sent; what it replaces besides stays said. Pure. */
export function claimOf({ way, claim }: LedgerChoice): LedgerClaim {
  const { moduleOf, replaces, realises, exceptionRef } = claim;
  if (way === 'counts') return {};
  return {
    ...(replaces?.length ? { replaces } : {}),
    ...(way === 'module' && moduleOf ? { moduleOf } : {}),
    ...(way === 'realises' && realises ? { realises } : {}),
    ...(way === 'exception' && exceptionRef ? { exceptionRef } : {}),
  };
}

/** Path of the field that a way asks for. */
export const wayField: Readonly<Record<Exclude<LedgerWay, 'counts'>, string>> = {
  module: 'spec.moduleOf',
  replaces: 'spec.replaces',
  realises: 'spec.realises',
  exception: 'spec.exceptionRef',
};

export function wayProblems(choice: LedgerChoice, required: string): Problems {
  if (choice.way === 'counts') return {};
  const field = wayField[choice.way];
  return field.slice('spec.'.length) in claimOf(choice) ? {} : { [field]: required };
}

/** In force, with a place that nobody has held. */
export function isFree({ spec }: Exception, own?: { kind: string; name: string }): boolean {
  const { granted, holders = [], systems = 1 } = spec;
  const isHeld = own !== undefined && holders.some((holder) => holder.kind === own.kind && holder.name === own.name);
  return granted === true && (isHeld || holders.length < systems);
}

/** Takes a place that something else can take over. */
export const isReplaceable = ({ spec }: System): boolean => counts(spec);

/** In use, and not an application already. */
export const isRealisable = ({ spec }: System): boolean => stands(spec) && !spec.realisedBy;
