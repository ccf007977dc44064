import { type AskedRequest, type ExplanationAnswer, Gateway, type ObjectKey, tenantExplanationPath } from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { askAt } from './explain-route.ts';

/** Asks what would serve a request. Whose routes are told, and whether they may be, the server decides by the place. */
export type Explain = (asked: AskedRequest) => Promise<ExplanationAnswer>;

export function explainAtGateway(key: ObjectKey): Explain {
  return (asked) => askAt(objectPath(Gateway, key, 'explanation'), asked);
}
export function explainInTenant(tenant: string): Explain {
  return (asked) => askAt(tenantExplanationPath(tenant), asked);
}
