import { type FieldError, type Ledger, say } from '@dizuo/api';
import type { Admission, AdmissionContext } from '@dizuo/kernel';
import { countingDepartment, countingIn, departmentsAbove, tenantEnds } from './counting-department.ts';
import { bookLines } from './ledger-book.ts';

const onlyName = 'default';

/** One ledger for a bureau, in its tenant; frozen once and for all. */
export const ledgerAdmission: Admission<typeof Ledger> = {
  async validate(ledger, context) {
    const { old, operation, subresource } = context;
    if (subresource) return [];
    if (!old || operation === 'create') return placeErrors(ledger.metadata, ledger.spec.departmentRef, context);
    const errors: FieldError[] = [];
    if (old.spec.departmentRef !== ledger.spec.departmentRef) {
      const message = say('LedgerStaysWithDepartment')`a ledger stays with its department; make another in the other bureau's tenant`;
      errors.push({ field: 'spec.departmentRef', reason: 'FieldValueForbidden', message });
    }
    if (old.spec.phase === 'frozen' && ledger.spec.phase !== 'frozen') {
      const message = say('LedgerStaysFrozen')`a frozen ledger stays frozen; what has to be beyond it is allowed by a ledger exception`;
      errors.push({ field: 'spec.phase', reason: 'FieldValueForbidden', message });
    }
    if (ledger.metadata.deletionTimestamp && ledger.spec.phase === 'frozen') {
      errors.push({ field: 'spec.phase', reason: 'FieldValueForbidden', message: say('LedgerIsGoing')`it is being deleted; make another` });
    }
    return errors;
  },
  /** The opening count is written in the commit that freezes: nothing can come between. */
  accompany({ metadata, spec }, { old, operation, subresource, principal }) {
    if (subresource || operation === 'delete' || spec.phase !== 'frozen' || old?.spec.phase === 'frozen') return [];
    const { namespace = '', name } = metadata;
    const own = { namespace, kind: 'Ledger', name, displayName: name };
    return bookLines([{ ...own, department: spec.departmentRef, delta: 0, excepted: 0, cause: 'opened' }], principal.name);
  },
  validateDelete({ spec }) {
    if (spec.phase !== 'frozen') return [];
    const message = say('FrozenLedgerKept')`a frozen ledger is kept as long as its department; nothing ends it`;
    return [{ field: 'metadata.name', reason: 'FieldValueForbidden', message }];
  },
};

async function placeErrors(
  { name, namespace = '' }: { name: string; namespace?: string },
  department: string,
  { lookup }: AdmissionContext,
): Promise<FieldError[]> {
  if (name !== onlyName) {
    return [
      { field: 'metadata.name', reason: 'FieldValueInvalid', message: say('LedgerNamed')`the ledger of a tenant is named ${onlyName}` },
    ];
  }
  if (await tenantEnds(namespace, lookup)) {
    return [{ field: 'metadata.namespace', reason: 'FieldValueForbidden', message: say('TenantIsGoing')`the tenant is being deleted` }];
  }
  const own = await countingDepartment(namespace, undefined, lookup);
  if (department === own && countingIn(await departmentsAbove(department, lookup)) === department) return [];
  const message = say('LedgerOfBureau')`a ledger counts over a whole bureau, in its tenant: here that is ${own ?? 'none'}`;
  return [{ field: 'spec.departmentRef', reason: 'FieldValueInvalid', message }];
}
