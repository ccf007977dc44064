export * from './assessment/index.ts';
export * from './integration.module.ts';
