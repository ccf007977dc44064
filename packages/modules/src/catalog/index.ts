export * from './catalog.errors.ts';
export * from './catalog.module.ts';
export * from './drivers/driver.ts';
export * from './drivers/postgresql.ts';
export { parameterErrors } from './parameters-schema.ts';
