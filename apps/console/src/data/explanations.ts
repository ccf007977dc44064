import type { Kind, KubeObject } from '@dizuo/api';
import { client } from './api-client.ts';

export interface Explanation {
  user: string;
  displayName?: string;
  allowed: boolean;
  policies?: string[];
  via: { grant?: string; namespace?: string; role?: string; policies?: string[] }[];
}

/** Who can do `verb` on the object, and because of what. */
export async function explain(kind: Kind, object: KubeObject, verb: string): Promise<Explanation[]> {
  const { namespace, name } = object.metadata;
  const query = { resource: kind.id, verb, namespace, name };
  const answer = await client.transport.json<{ items: Explanation[] }>('GET', '/apis/access.dizuo/v1alpha1/explanations', { query });
  return answer.items;
}
