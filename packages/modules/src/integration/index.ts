export * from './assessment/index.ts';
export * from './integration.module.ts';
export { applicationCount } from './ledger/ledger.ts';
export { reorganisationGuard } from './ledger/reorganisation-guard.ts';
