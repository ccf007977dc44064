import { type Kind, type ObjectKey, type ObjectOf, type PolicyStatus, type PolicyTarget, say, Upstream } from '@dizuo/api';
import type { ObjectClient } from '@dizuo/kernel';
import type { RouteObject } from './backend-reference.ts';
import type { Compilation } from './gateway.compile.ts';
import { acceptedCondition, type programmedState, renderPolicyStatus, renderRouteStatus } from './gateway.render.ts';
import { idOf } from './object-order.ts';
import type { Attached } from './policy-attachment.ts';

interface Told {
  metadata: { namespace?: string; name: string; generation?: number };
}

/** Writes what became of each route on this Gateway; a status that says so already is not written. */
export async function tellRoutes(
  client: ObjectClient,
  compilation: Compilation,
  programmed: ReturnType<typeof programmedState>,
  kind: Kind,
  routes: readonly RouteObject[],
  gateway: string,
): Promise<void> {
  for (const route of routes) {
    const outcomes = compilation.routes.get(`${kind.kind}/${idOf(route)}`) ?? [];
    if (outcomes.length === 0 && !route.status?.parents?.length) continue;
    await tell(client, kind, route, (r) => ({ ...r.status, ...renderRouteStatus(r, gateway, outcomes, programmed, new Date()) }));
  }
}

interface PolicyObject extends Told {
  spec: { targetRefs: PolicyTarget[] };
  status?: PolicyStatus;
}

export async function tellPolicies(
  client: ObjectClient,
  kind: Kind,
  { outcomes }: Pick<Attached<unknown>, 'outcomes'>,
  policies: readonly PolicyObject[],
): Promise<void> {
  for (const policy of policies) {
    const refusals = outcomes.get(idOf(policy)) ?? [];
    await tell(client, kind, policy, (p) => ({ ...p.status, ...renderPolicyStatus(p, refusals, new Date()) }));
  }
}

export async function tellUpstreams(client: ObjectClient, upstreams: readonly ObjectOf<typeof Upstream>[]): Promise<void> {
  for (const upstream of upstreams)
    await tell(client, Upstream, upstream, (u) => ({
      observedGeneration: u.metadata.generation,
      conditions: acceptedCondition(
        u.status?.conditions,
        undefined,
        u.metadata.generation,
        say('UpstreamAccepted')`routes may refer to it`,
        new Date(),
      ),
    }));
}

/** What was worked out of one generation is not said of the next. */
async function tell<O extends Told & { status?: unknown }>(
  client: ObjectClient,
  kind: Kind,
  object: O,
  render: (object: O) => unknown,
): Promise<void> {
  if (JSON.stringify(render(object)) === JSON.stringify(object.status)) return;
  const key: ObjectKey = { namespace: object.metadata.namespace ?? '', name: object.metadata.name };
  const isSame = (current: { metadata: { generation?: number } }) => current.metadata.generation === object.metadata.generation;
  const change = (current: Told) => (isSame(current) ? { ...current, status: render(current as unknown as O) } : undefined);
  await client.modify(kind, key, change as never, 'status');
}
