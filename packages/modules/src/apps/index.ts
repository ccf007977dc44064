export * from './apps.module.ts';
