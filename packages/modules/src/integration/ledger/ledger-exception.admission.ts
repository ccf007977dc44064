import {
  Application,
  type FieldError,
  InformationSystem,
  isOver,
  type Kind,
  type KubeObject,
  LargeSystem,
  type LedgerException,
  type ObjectOf,
  say,
} from '@dizuo/api';
import type { Admission, AdmissionContext } from '@dizuo/kernel';
import { type DecidedRules, decidedChangeErrors } from '../decision/decided-changes.ts';
import { countFacts } from './count-facts.ts';
import { countingDepartment, tenantEnds } from './counting-department.ts';

type ExceptionObject = ObjectOf<typeof LedgerException>;

const rules: DecidedRules = {
  changeable: new Set(['SentBack']),
  withdrawable: new Set([undefined, 'Pending', 'SentBack', 'Expired']),
  free: ['holders', 'granted', 'requester'],
  instead: say('AskForAnotherException')`ask for another exception`,
};
/** Ended, it may be asked for again, for longer; what it is for stays. */
const extension: DecidedRules = { ...rules, free: [...rules.free, 'until', 'reason'] };

/** An exception is decided on as it was asked for, and nothing but the platform says that it is granted. */
export const ledgerExceptionAdmission: Admission<typeof LedgerException> = {
  default(exception, { operation, old, principal, companion }) {
    const { spec } = exception;
    const asker = principal.type === 'controller' ? (spec.requester ?? principal.name) : principal.name;
    spec.requester = operation === 'create' ? asker : (old?.spec.requester ?? asker);
    if (principal.type === 'controller' || companion) return;
    spec.granted = old?.spec.granted ?? false;
    delete spec.holders;
    if (old?.spec.holders) spec.holders = old.spec.holders;
  },
  async validate(exception, context) {
    const { old, operation, subresource, principal, now, companion, lookup } = context;
    if (subresource || companion || principal.type === 'controller') return [];
    const expired = old?.status?.phase === 'Expired';
    const errors = old && operation === 'update' ? decidedChangeErrors(old, exception, expired ? extension : rules) : [];
    const held = exception.spec.withdrawn && !old?.spec.withdrawn ? await heldErrors(exception, lookup) : [];
    const department = old ? [] : await bureauErrors(exception, lookup);
    if (old && old.spec.until === exception.spec.until) return [...errors, ...held];
    return [...errors, ...held, ...department, ...untilErrors(exception, now)];
  },
  async validateDelete({ metadata, spec, status }, { lookup }) {
    if (await tenantEnds(metadata.namespace, lookup)) return [];
    if (!spec.granted && !spec.holders?.length && status?.phase !== 'Granted' && status?.phase !== 'Expired') return [];
    const message = say('ExceptionKept')`it was granted, and is kept with the ledger; withdraw it when nothing holds it any more`;
    return [{ field: 'metadata.name', reason: 'FieldValueForbidden', message }];
  },
};

/** It can be given back when nothing counts by it any more. */
async function heldErrors({ metadata, spec }: ExceptionObject, lookup: AdmissionContext['lookup']): Promise<FieldError[]> {
  const { namespace = '', name } = metadata;
  for (const holder of spec.holders ?? []) {
    const kind = heldKinds[holder.kind];
    const object = kind && (await lookup(kind, { namespace, name: holder.name }));
    if (
      !object ||
      (object.spec as { exceptionRef?: string }).exceptionRef !== name ||
      countFacts(kind, object as KubeObject).excepted === 0
    )
      continue;
    const message = say('ExceptionHeld')`${holder.name} counts by it; retire that first`;
    return [{ field: 'spec.withdrawn', reason: 'FieldValueForbidden', message }];
  }
  return [];
}

const heldKinds: Readonly<Record<string, Kind>> = { Application, InformationSystem, LargeSystem };

async function bureauErrors({ metadata, spec }: ExceptionObject, lookup: AdmissionContext['lookup']): Promise<FieldError[]> {
  const own = await countingDepartment(metadata.namespace ?? '', undefined, lookup);
  if (spec.departmentRef === own) return [];
  const message = say('ExceptionOfOwnBureau')`an exception is about the ledger of the tenant's own bureau: ${own ?? 'none'}`;
  return [{ field: 'spec.departmentRef', reason: 'FieldValueInvalid', message }];
}

function untilErrors({ spec }: ExceptionObject, now: AdmissionContext['now']): FieldError[] {
  if (!spec.until) {
    if (spec.cause === 'lateRegistration') return [];
    return [{ field: 'spec.until', reason: 'FieldValueRequired', message: say('ExceptionUndated')`say until when it is needed` }];
  }
  if (!isOver(spec.until, now)) return [];
  return [{ field: 'spec.until', reason: 'FieldValueInvalid', message: say('DayIsOver')`${spec.until} is over; choose a later day` }];
}
