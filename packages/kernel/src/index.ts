export * from './access/authorizer.ts';
export * from './access/principal.ts';
export * from './client/object-client.ts';
export * from './controller/controller.ts';
export * from './module/module.ts';
export type * from './store/store.ts';
