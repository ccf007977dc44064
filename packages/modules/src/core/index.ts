export * from './core.module.ts';
