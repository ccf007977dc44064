import { alreadyExists, conflict, type Kind, leaseLost, notFound, quotaExceeded } from '@dizuo/api';
import { statementFailed } from './store.errors.ts';
import type { WriteGroup } from './store.ts';

/** What the write function says of a group. */
export interface Verdict {
  rvs?: number[];
  error?: { code: string; item?: number; resource?: string; used?: number; requested?: number; hard?: number; why?: string };
}

/** The error of a group that was refused. */
export function verdictError(group: WriteGroup, error: NonNullable<Verdict['error']>): Error {
  const item = group.items[error.item ?? 0];
  const subject = item && 'object' in item ? subjectOf(item.kind, item) : { kind: 'object', name: '' };
  if (error.code === 'alreadyExists') return alreadyExists(subject);
  if (error.code === 'notFound' || error.code === 'outOfScope') return notFound(subject);
  if (error.code === 'conflict') return conflict(subject);
  if (error.code === 'leaseLost') return leaseLost({ lease: group.lease?.name ?? '', epoch: group.lease?.epoch ?? 0 });
  if (error.code === 'quotaExceeded') {
    return quotaExceeded({
      ...subject,
      resource: error.resource ?? '',
      used: error.used ?? 0,
      requested: error.requested ?? 0,
      hard: error.hard ?? 0,
    });
  }
  return statementFailed({ why: error.why ?? error.code });
}

function subjectOf(kind: Kind, item: { object: { metadata: { name: string; namespace?: string } } }) {
  const { name, namespace } = item.object.metadata;
  return { kind: kind.kind, name, ...(namespace ? { namespace } : {}) };
}
