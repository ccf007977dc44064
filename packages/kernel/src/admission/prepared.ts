import { badRequest, type Kind, type KubeObject, say } from '@dizuo/api';
import type { AdmissionContext } from '../module/module.ts';
import type { AuditEntry, WriteItem } from '../store/store.ts';
import type { Caller } from './caller.ts';
import type { VersionPlan } from './kind-registry.ts';

export interface WriteOptions {
  /** Version that the body is written in; the stored one by default. */
  version?: VersionPlan;
  subresource?: 'status';
  /** Everything but the commit. */
  dryRun?: boolean;
  /** A write beside another one. */
  companion?: true;
  /** What is done about fields that the schema does not know: kept out silently, kept out with a warning (default), or refused. */
  fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  /** Collects warnings for the caller. */
  warnings?: string[];
}

/** A write that has passed everything but the commit. */
export interface Prepared {
  kind: Kind;
  /** The object as it will be. */
  object: KubeObject;
  /** Absent: nothing changes. */
  item?: WriteItem;
  /** What must be committed with it. */
  with: WriteItem[];
  audit?: AuditEntry;
  /** What admission was told about it. */
  context: AdmissionContext;
}

/** The audit row of a write that will be allowed. */
export function auditOf(
  caller: Caller,
  about: { verb: string; kind: Kind; subresource?: string; object: KubeObject; code: number; policies: string[]; diff?: unknown },
): AuditEntry {
  const { metadata } = about.object;
  return {
    requestId: caller.requestId,
    principal: caller.principal.name,
    principalType: caller.principal.type,
    credentialId: caller.principal.credentialId,
    sourceAddress: caller.sourceAddress,
    verb: about.verb,
    resource: about.kind.id,
    subresource: about.subresource,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    outcome: 'allowed',
    code: about.code,
    policies: about.policies.length > 0 ? about.policies : undefined,
    diff: about.diff,
  };
}

/** Throws `badRequest` where a replacement does not say which version it was made from. */
export function mustNameVersion(kind: Kind, input: KubeObject): void {
  if (input.metadata.resourceVersion) return;
  throw badRequest({
    why: say(
      'ResourceVersionNeeded',
    )`metadata.resourceVersion must be set to replace ${kind.kind} "${input.metadata.name}": read the object, change it and send it back, or send a patch`,
  });
}
