import { randomUUID } from 'node:crypto';
import { badRequest, conflict, type Kind, type KubeObject, keyOf, notFound, type ObjectKey, type ObjectOf } from '@dizuo/api';
import type { Principal } from '../access/principal.ts';
import type { Caller } from '../admission/caller.ts';
import type { Operation, Pipeline } from '../admission/pipeline.ts';
import { cloneJson } from '../patch/json-value.ts';
import type { ListQuery } from '../store/store.ts';
import type { ClientTransaction, NewObject, ObjectClient } from './object-client.ts';

export interface ObjectClientOptions {
  pipeline: Pipeline;
  /** A controller is the platform itself and is not asked at the door; everybody else is, on every call. */
  principal: Principal;
  /** Checked in every commit. */
  lease?: { name: string; epoch: number };
  /** The request that this client acts for; by default every client has an id of its own. */
  requestId?: string;
  sourceAddress?: string;
}

const pageSize = 500;
const modifyAttempts = 5;

/** Object access inside the server. Objects that it returns are the caller's own to change. */
export function createObjectClient({ pipeline, principal, lease, requestId, sourceAddress }: ObjectClientOptions): ObjectClient {
  const caller: Caller = {
    principal,
    trusted: principal.type === 'controller',
    lease,
    requestId: requestId ?? randomUUID(),
    sourceAddress,
  };
  const { kinds } = pipeline;

  async function get<K extends Kind>(kind: K, key: ObjectKey): Promise<ObjectOf<K> | undefined> {
    try {
      return cloneJson(await pipeline.get(caller, kinds.of(kind), key)) as ObjectOf<K>;
    } catch (error) {
      if (notFound.is(error)) return undefined;
      throw error;
    }
  }

  async function write<K extends Kind>(kind: K, object: ObjectOf<K>, subresource?: 'status'): Promise<ObjectOf<K>> {
    const input = cloneJson(object) as KubeObject;
    return (await pipeline.update(caller, kinds.of(kind), keyOf(input), input, { subresource })) as ObjectOf<K>;
  }

  return {
    get,
    async list(kind, query = {}) {
      const items: KubeObject[] = [];
      let next: string | undefined;
      do {
        const page: ListQuery = { ...query, limit: pageSize, continue: next };
        const result = await pipeline.list(caller, kinds.of(kind), page);
        for (const item of result.items) items.push(cloneJson(item));
        next = result.continue;
      } while (next);
      return items as never;
    },
    async create(kind, object) {
      return (await pipeline.create(caller, kinds.of(kind), completed(kind, object))) as never;
    },
    update: (kind, object) => write(kind, object),
    async dryRun(kind, object) {
      const input = completed(kind, object);
      const served = kinds.of(kind);
      const options = { dryRun: true, fieldValidation: 'Strict' } as const;
      const written = input.metadata.resourceVersion
        ? await pipeline.update(caller, served, keyOf(input), input, options)
        : await pipeline.create(caller, served, input, options);
      return cloneJson(written) as never;
    },
    updateStatus: (kind, object) => write(kind, object, 'status'),
    async modify(kind, key, change, target) {
      for (let attempt = 1; ; attempt++) {
        const object = await get(kind, key);
        const changed = object && change(object);
        if (!changed) return undefined;
        try {
          return await write(kind, changed, target === 'status' ? 'status' : undefined);
        } catch (error) {
          if (notFound.is(error)) return undefined;
          if (!conflict.is(error) || attempt === modifyAttempts) throw error;
        }
      }
    },
    async delete(kind, key, { dryRun, ...request } = {}) {
      try {
        await pipeline.delete(caller, kinds.of(kind), key, request, dryRun);
      } catch (error) {
        if (!notFound.is(error)) throw error;
      }
    },
    async transaction(work) {
      const operations: Operation[] = [];
      work(collector(pipeline, operations));
      await pipeline.transaction(caller, operations);
    },
  };
}

function collector({ kinds }: Pipeline, operations: Operation[]): ClientTransaction {
  return {
    create: (kind, object) => void operations.push({ op: 'create', served: kinds.of(kind), object: completed(kind, object) }),
    update: (kind, object) => void operations.push({ op: 'update', served: kinds.of(kind), object: object as KubeObject }),
    updateStatus: (kind, object) =>
      void operations.push({ op: 'update', served: kinds.of(kind), object: object as KubeObject, subresource: 'status' }),
    statement: (name, values) => void operations.push({ op: 'statement', name, values }),
  };
}

function completed<K extends Kind>(kind: K, object: NewObject<K>): KubeObject {
  const { metadata, ...body } = object as unknown as KubeObject;
  if (!metadata) throw badRequest({ why: `a ${kind.kind} without metadata cannot be created` });
  return cloneJson({ ...body, apiVersion: kind.apiVersion, kind: kind.kind, metadata });
}
