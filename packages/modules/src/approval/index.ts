export * from './approval.module.ts';
