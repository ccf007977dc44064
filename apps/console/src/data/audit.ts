import { client } from './api-client.ts';

export interface AuditEntry {
  number: number | string;
  at: string;
  principal: string;
  principalType?: string;
  verb: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  outcome: string;
  code?: number;
  policies?: string[];
  reason?: string;
  diff?: unknown;
  requestId?: string;
  sourceAddress?: string;
}

export interface AuditQuery {
  namespace?: string | undefined;
  resource?: string | undefined;
  name?: string | undefined;
  principal?: string | undefined;
  outcome?: string | undefined;
  limit?: number;
  before?: string | undefined;
}

export interface Seal {
  number: number | string;
  from: number | string;
  to: number | string;
  root: string;
  previous: string;
  sealedAt: string;
  keyId: string;
  signature: string;
}

export interface Verification {
  ok: boolean;
  rows: number;
  seals: number;
  problems: unknown[];
}

const root = '/apis/audit.dizuo/v1alpha1';

export const auditEntries = (query: AuditQuery) =>
  client.transport.json<{ items: AuditEntry[]; next?: string }>('GET', `${root}/entries`, { query: { ...query } });

export const auditSeals = (limit: number) => client.transport.json<{ items: Seal[] }>('GET', `${root}/seals`, { query: { limit } });

/** Recomputes every hash and signature; takes a while where there is much. */
export const verifyAudit = () => client.transport.json<Verification>('POST', `${root}/verification`, { body: {} });
