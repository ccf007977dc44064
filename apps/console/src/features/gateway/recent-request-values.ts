import type { RecentRequest, RecentRequestsAnswer } from '@dizuo/api';
import type { State } from '../../parts/states.ts';
import type { AskedValues } from './asked-values.ts';

export type ListedRequest = RecentRequestsAnswer['requests'][number];

/** What the form of an explanation holds for a request that was made. Pure. */
export function askedAgain({ method, host, port, path, query, headers = {}, who, gateway }: ListedRequest): Partial<AskedValues> {
  const address = `${host.replace(/:\d+$/, '')}${port ? `:${port}` : ''}`;
  return {
    method,
    url: `${address}${path}${query ? `?${query}` : ''}`,
    headers: Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    gateway,
    ...(who?.consumer !== undefined ? { who: 'program', consumer: who.consumer } : {}),
    ...(who?.user !== undefined
      ? { who: 'person', user: who.user, category: who.category ?? '', departments: who.departments ?? [], positions: who.positions ?? [] }
      : {}),
  };
}

/** How well an answer is: the gateway's and the application's own failures are worse than what a caller did wrong. Pure. */
export function answerState(status: number): State {
  if (status === 0 || status >= 500) return 'failed';
  return status >= 400 ? 'degraded' : 'ready';
}

/** Who called: a program, a person, or else the network that the request came from. Pure. */
export function callerOf({ who, client }: Pick<RecentRequest, 'who' | 'client'>): string {
  return who?.consumer ?? who?.user ?? client;
}
