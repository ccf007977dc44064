import { Workload } from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../data/api-client.ts';

export interface UsageSample {
  name: string;
  cpuMillis: number;
  memoryMiB: number;
  at: string;
}

/** What the replicas take, asked every five seconds: the platform samples as often. */
export function useUsage(namespace: string, name: string) {
  return useQuery({
    queryKey: ['usage', namespace, name],
    queryFn: () =>
      client.transport.json<{ instances: UsageSample[]; history?: UsageSample[] }>(
        'GET',
        objectPath(Workload, { namespace, name }, 'usage'),
      ),
    refetchInterval: 5_000,
  });
}
