export * from './meta/object.ts';
export * from './meta/schema.ts';
export * from './meta/define-kind.ts';
export * from './meta/app-error.ts';
export * from './meta/api-errors.ts';
export * from './meta/well-known.ts';
