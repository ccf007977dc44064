import type { AskedRequest, DataPlaneConfiguration, DataPlaneRule, ServingRule } from '@dizuo/api';
import { accessVerdict, callerKind, canaryChoice, cookieValues, type Routable } from '@dizuo/api/routing';

/** What a rule's canary makes of a request, decided as the data plane does: of who calls it knows only what the rule's access asks for. Pure. */
export function explainedCanary(
  { canary, access }: DataPlaneRule,
  consumers: DataPlaneConfiguration['consumers'],
  { path, head }: Routable,
  { who = {}, client }: Pick<AskedRequest, 'who' | 'client'>,
): ServingRule['policies']['canary'] {
  if (!canary) return undefined;
  const { policy, percent, stable, sticky } = canary;
  const verdict = access === undefined ? 'open' : accessVerdict(access, path, who);
  const kind = callerKind(access, who);
  const department = kind === 'program' ? consumers?.find(({ id }) => id === who.consumer)?.department : undefined;
  const choice = canaryChoice(canary, {
    ...(kind === 'person' ? { user: who.user, departments: who.departments } : {}),
    ...(department === undefined ? {} : { departments: [department] }),
    ...(client === undefined ? {} : { client: client.replace(/^::ffff:(?=\d+\.)/i, '') }),
    header: (name) => head.values(name)[0],
    cookie: (name) => cookieValues(head.values('cookie'), name)[0],
  });
  const base = { policy, percent, stable, canary: canary.canary, by: sticky.by };
  return verdict === 'open' || verdict === 'passes' ? { ...base, choice } : base;
}
