import { CanaryPolicy } from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../data/api-client.ts';

/** What one version did, in numbers. */
export interface VersionFigures {
  requests: number;
  errors: number;
  errorPercent: number;
  p50Ms?: number;
  p95Ms?: number;
  p99Ms?: number;
}

/** Both versions over the last five minutes; data planes report about every ten seconds. */
export function useCanaryTraffic(namespace: string, name: string) {
  return useQuery({
    queryKey: ['canary-traffic', namespace, name],
    queryFn: () =>
      client.transport.json<{ stable: VersionFigures; canary: VersionFigures }>(
        'GET',
        objectPath(CanaryPolicy, { namespace, name }, 'traffic'),
      ),
    refetchInterval: 5_000,
  });
}
