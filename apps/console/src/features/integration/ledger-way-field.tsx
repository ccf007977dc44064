import { lazy, Suspense } from 'react';
import type { LedgerWayProps } from './ledger-way-fields.tsx';

const Fields = lazy(() => import('./ledger-way-fields.tsx').then((m) => ({ default: m.LedgerWayFields })));

/** `LedgerWayFields`, loaded when a form shows them: they stand at its end. */
export function LedgerWayField(props: LedgerWayProps) {
  return (
    <Suspense>
      <Fields {...props} />
    </Suspense>
  );
}
