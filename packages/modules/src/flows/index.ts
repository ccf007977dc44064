export * from './flows.module.ts';
