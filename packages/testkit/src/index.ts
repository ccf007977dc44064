export * from './kubectl.ts';
export * from './postgres.ts';
export * from './test-api.ts';
export * from './widget.ts';
