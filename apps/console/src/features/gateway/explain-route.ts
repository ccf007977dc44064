import { type AskedDraft, type AskedRequest, type ExplanationAnswer, type Kind, type ObjectKey, tenantExplanationPath } from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { client } from '../../data/api-client.ts';
import type { Explain } from './use-explanation.ts';

export function explainAtRoute(kind: Kind, key: ObjectKey): Explain {
  return (asked) => askAt(objectPath(kind, key, 'explanation'), asked);
}
/** As if the draft were written. */
export function explainDraft(tenant: string, draft: AskedDraft['draft']): Explain {
  return (asked) => askAt(tenantExplanationPath(tenant), { ...asked, draft });
}

export function askAt(path: string, body: AskedRequest | AskedDraft): Promise<ExplanationAnswer> {
  return client.transport.json<ExplanationAnswer>('POST', path, { body });
}
