import type { Kind, KubeObject, ObjectOf } from '@dizuo/api';
import { type ObjectApi, objectApi } from './object-api.ts';
import { createTransport, type Transport, type TransportOptions } from './transport.ts';

/** Typed access to the platform's API from a browser or from Node. */
export interface Client {
  objects<K extends Kind>(kind: K): ObjectApi<ObjectOf<K> & KubeObject>;
  /** For routes that are not plain object access. */
  transport: Transport;
}

export function createClient(options: TransportOptions = {}): Client {
  const transport = createTransport(options);
  return { transport, objects: (kind) => objectApi(transport, kind) };
}
