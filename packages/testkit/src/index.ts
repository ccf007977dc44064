export * from './browserless-sign-in.ts';
export * from './kubectl.ts';
export * from './postgres.ts';
export * from './test-api.ts';
export * from './widget.ts';
