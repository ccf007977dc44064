export * from './printing.module.ts';
