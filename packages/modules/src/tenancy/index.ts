export * from './tenancy.module.ts';
