import { defineError, say } from '@dizuo/api';

/** A count would rise, and may not. */
export const ledgerFull = defineError<{
  name: string;
  department: string;
  ledger: string;
  count: number;
  limit: number;
  requested: number;
}>('LedgerFull', {
  family: 'user',
  status: 403,
  reason: 'Forbidden',
  message: (d) =>
    say(
      'LedgerFull',
    )`${d.name} would raise the count of the ledger of ${d.department} (${d.ledger}), which may only fall: ${d.count} are counted, ${d.limit} allowed, and this would make ${d.requested} more. Make it a module of a large system (spec.moduleOf), name the system whose place it takes (spec.replaces), or name a granted ledger exception (spec.exceptionRef)`,
});

/** What was replaced would count again when its successor goes. */
export const ledgerWouldRise = defineError<{ name: string; department: string; count: number; limit: number; requested: number }>(
  'LedgerWouldRise',
  {
    family: 'user',
    status: 403,
    reason: 'Forbidden',
    message: (d) =>
      say(
        'LedgerWouldRise',
      )`without ${d.name} systems would count again that it took the place of: the ledger of ${d.department} counts ${d.count} of ${d.limit} allowed, and this would make ${d.requested} more. Retire those systems first`,
  },
);

/** An exception has no place left. */
export const exceptionFull = defineError<{ name: string; exception: string; limit: number }>('LedgerExceptionFull', {
  family: 'user',
  status: 403,
  reason: 'Forbidden',
  message: (d) =>
    say(
      'LedgerExceptionFull',
    )`exception ${d.exception} allows ${d.limit} systems, and ${d.name} would be one more; ask for another exception, or for a longer one where it has ended`,
});
