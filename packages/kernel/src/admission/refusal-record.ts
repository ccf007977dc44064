import { AppError, type Kind, type KubeObject, type ObjectKey } from '@dizuo/api';
import type { AuditEntry, Store } from '../store/store.ts';
import type { Caller } from './caller.ts';

const readVerbs = new Set(['get', 'list', 'watch']);

/**
 * Records what was refused or failed, before the caller hears of it: every denial, and every failed write. Requests of nobody in
 * particular are left to the log, so that strangers cannot fill the audit.
 */
export async function recordFailure(
  store: Store,
  caller: Caller,
  kind: Pick<Kind, 'id'>,
  asked: { verb: string; subresource?: string },
  key: ObjectKey,
  error: unknown,
): Promise<void> {
  if (caller.principal.type === 'anonymous') return;
  const denied = error instanceof AppError && error.code === 'Forbidden';
  if (!denied && readVerbs.has(asked.verb)) return;
  await store.audit([
    {
      ...about(caller, kind, asked, key),
      outcome: denied ? 'denied' : 'failed',
      code: error instanceof AppError ? error.status : 500,
      reason: error instanceof AppError ? `${error.code}: ${error.message}` : 'InternalError',
      policies: denied ? (error.details as { policies?: string[] }).policies : undefined,
    },
  ]);
}

/** Records that somebody was shown the data of a confidential object. */
export async function recordSecretRead(store: Store, caller: Caller, kind: Kind, object: KubeObject): Promise<void> {
  await store.audit([
    { ...about(caller, kind, { verb: 'get' }, object.metadata), uid: object.metadata.uid, outcome: 'allowed', code: 200 },
  ]);
}

function about(caller: Caller, kind: Pick<Kind, 'id'>, asked: { verb: string; subresource?: string }, key: ObjectKey) {
  return {
    requestId: caller.requestId,
    principal: caller.principal.name,
    principalType: caller.principal.type,
    credentialId: caller.principal.credentialId,
    sourceAddress: caller.sourceAddress,
    verb: asked.verb,
    resource: kind.id,
    subresource: asked.subresource,
    namespace: key.namespace,
    name: key.name || undefined,
  } satisfies Partial<AuditEntry>;
}
