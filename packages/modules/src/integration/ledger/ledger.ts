import { LargeSystem, Ledger, LedgerException } from '@dizuo/api';
import { type Module, serve } from '@dizuo/kernel';
import { ledgerExceptionAdmission } from './ledger-exception.admission.ts';

/** Only fewer: large systems, the ledger that counts, and exceptions from it. */
export function ledger(): Pick<Module, 'kinds'> {
  return { kinds: [serve(LargeSystem), serve(Ledger), serve(LedgerException, ledgerExceptionAdmission)] };
}
