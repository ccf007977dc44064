import {
  type AskedDraft,
  type AskedRequest,
  type ExplanationAnswer,
  Gateway,
  type Kind,
  type ObjectKey,
  tenantExplanationPath,
} from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { client } from '../../data/api-client.ts';

/** Asks what would serve a request. Whose routes are told, and whether they may be, the server decides by the place. */
export type Explain = (asked: AskedRequest) => Promise<ExplanationAnswer>;

export function explainAtGateway(key: ObjectKey): Explain {
  return (asked) => post(objectPath(Gateway, key, 'explanation'), asked);
}
export function explainAtRoute(kind: Kind, key: ObjectKey): Explain {
  return (asked) => post(objectPath(kind, key, 'explanation'), asked);
}
export function explainInTenant(tenant: string): Explain {
  return (asked) => post(tenantExplanationPath(tenant), asked);
}
/** As if the draft were written. */
export function explainDraft(tenant: string, draft: AskedDraft['draft']): Explain {
  return (asked) => post(tenantExplanationPath(tenant), { ...asked, draft } satisfies AskedDraft);
}

function post(path: string, body: AskedRequest | AskedDraft): Promise<ExplanationAnswer> {
  return client.transport.json<ExplanationAnswer>('POST', path, { body });
}
