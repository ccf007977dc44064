export * from './identity.errors.ts';
export * from './identity.module.ts';
export type * from './people.ts';
export { readablePassword } from './random-token.ts';
