import type { DataPlaneBackendPolicy } from '@dizuo/api';
import type { RequestFacts } from '../proxy/request-facts.ts';
import { cookieValues } from '../visitor/cookies.ts';

type Hash = NonNullable<NonNullable<DataPlaneBackendPolicy['balance']>['hash']>;

/** What consistent hashing goes by; undefined where the request has no such thing. */
export function hashKey(x: RequestFacts, hash: Hash | undefined): string | undefined {
  switch (hash?.by) {
    case 'Client':
      return x.client.address;
    case 'User':
      return x.user ?? x.caller;
    case 'Path':
      return x.path;
    case 'Header':
      return hash.name === undefined ? undefined : x.head.get(hash.name.toLowerCase());
    case 'Cookie':
      return hash.name === undefined ? undefined : cookieValues(x.head, hash.name)[0];
    case undefined:
      return undefined;
  }
}
