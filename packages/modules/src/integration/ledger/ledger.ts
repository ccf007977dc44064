import { Application, LargeSystem, Ledger, LedgerException } from '@dizuo/api';
import { type Module, serve } from '@dizuo/kernel';
import type pg from 'pg';
import { counted } from './count.admission.ts';
import { largeSystemAdmission } from './large-system.admission.ts';
import { ledgerAdmission } from './ledger.admission.ts';
import { ledgerController } from './ledger.controller.ts';
import { ledgerRoutes } from './ledger.routes.ts';
import { ledgerExceptionAdmission } from './ledger-exception.admission.ts';

/** Only fewer: large systems, the ledger that counts, exceptions from it, and the book of every change. `pool` as `dizuo_system`. */
export function ledger(pool: pg.Pool): Pick<Module, 'kinds' | 'controllers' | 'routes'> {
  return {
    kinds: [
      serve(LargeSystem, counted(LargeSystem, largeSystemAdmission)),
      serve(Ledger, ledgerAdmission),
      serve(LedgerException, ledgerExceptionAdmission),
    ],
    controllers: [ledgerController(pool)],
    routes: ledgerRoutes(pool),
  };
}

/** What the ledger asks of applications. */
export const applicationCount = counted(Application);
