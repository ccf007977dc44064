import { decisionSorts, decisionsPath, dispositionPhases, dispositionWays, InformationSystem, IntegrationPlan, notFound } from '@dizuo/api';
import type { ListScope, NamespaceScope, Route, RouteCall } from '@dizuo/kernel';
import { type DecisionScope, type DecisionsAsked, type DraftsAsked, decisionKinds, type LiveDecisions } from './live-decisions.ts';

const text = { type: 'string', maxLength: 253 };
const ways = { enum: [...dispositionWays] };
const access = { kind: 'signed-in', why: 'tells of what the caller may list of each kind, and of nothing else: asked for below' } as const;

/** What was decided on the systems that the caller may list, what the assessment would decide, and the plans. */
export function decisionsRoutes(live: LiveDecisions): Route[] {
  const get = (path: string, properties: object, answer: (scope: DecisionScope, call: RouteCall) => Promise<unknown>): Route => ({
    method: 'GET',
    path: `${decisionsPath}${path}`,
    access,
    schema: { querystring: { type: 'object', properties: { namespace: text, department: text, ...properties } } },
    handler: async (call) => answer(await scopeOf(call), call),
  });
  return [
    get(
      '',
      {
        search: text,
        way: ways,
        proposed: ways,
        phase: { enum: ['open', ...dispositionPhases] },
        wave: text,
        only: { enum: ['late', 'blocked', 'differs'] },
        sort: { enum: [...decisionSorts], default: 'name' },
        descending: { type: 'boolean', default: false },
        limit: { type: 'integer', minimum: 1, maximum: 500, default: 20 },
        offset: { type: 'integer', minimum: 0, default: 0 },
      },
      (scope, { query }) => live.decisions(scope, query as unknown as DecisionsAsked),
    ),
    get('/drafts', { system: text, domain: { ...text, default: 'localhost' } }, async (scope, { query }) => ({
      items: await live.drafts(scope, query as unknown as DraftsAsked),
    })),
    get('/plan', {}, async (scope, { query }) => {
      const { namespace } = query as { namespace?: string };
      const plan = await live.plan(scope, namespace);
      if (!plan) throw notFound({ kind: IntegrationPlan.kind, name: 'default', ...(namespace ? { namespace } : {}) });
      return plan;
    }),
  ];
}

/** Where the caller may list each kind. Throws `forbidden` for whom no tenant's systems are. */
async function scopeOf({ scope, query }: RouteCall): Promise<DecisionScope> {
  const within = query.namespace as string | undefined;
  const place = within ? { namespace: within } : {};
  const systems = namespacesOf(await scope({ verb: 'list', resource: InformationSystem.id, ...place }));
  const kinds = await Promise.all(
    decisionKinds.map(async ({ id }) => [id, namespacesOf(await scope({ verb: 'list', resource: id, ...place }).catch(nothing))] as const),
  );
  return { systems, kinds: new Map(kinds) };
}

function nothing(): ListScope {
  return { namespaces: [] };
}

/** Scopes by single objects are not ours: where a policy should ever decide so, nothing is seen. */
function namespacesOf({ namespaces, anyOf }: ListScope): NamespaceScope {
  return anyOf ? [] : namespaces;
}
