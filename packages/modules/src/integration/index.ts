export * from './integration.module.ts';
