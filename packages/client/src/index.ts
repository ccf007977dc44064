export { ApiError, isApiError, type Status, type StatusCause } from './api-status.ts';
export { type Client, createClient } from './client.ts';
export { createInformer, type Informer, type InformerOptions, type InformerState } from './informer.ts';
export { textLines } from './json-lines.ts';
export { collectionPath, objectPath } from './kind-path.ts';
export type { DeleteOptions, ListOptions, NewObject, ObjectApi, Selection, WatchOptions, WriteOptions } from './object-api.ts';
export { createTransport, type Query, queryText, type RequestOptions, type Transport, type TransportOptions } from './transport.ts';
export { createWatchSlots, type WatchSlot, type WatchSlots } from './watch-slots.ts';
