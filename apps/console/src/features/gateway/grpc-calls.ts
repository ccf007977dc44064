import type { GRPCRoute, ObjectOf } from '@dizuo/api';

/** The calls that a GRPCRoute takes, as `service/method` with `*` for any; without repeats. Pure. */
export function grpcCalls({ spec }: Pick<ObjectOf<typeof GRPCRoute>, 'spec'>): string[] {
  const matches = (spec.rules ?? []).flatMap((rule) => rule.matches ?? [{}]);
  const calls = matches.map(({ method }) => `${method?.service ?? '*'}/${method?.method ?? '*'}`);
  return [...new Set(calls.length > 0 ? calls : ['*/*'])];
}
