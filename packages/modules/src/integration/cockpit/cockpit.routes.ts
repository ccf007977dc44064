import { cockpitPath, forbidden, InformationSystem, notFound, say, Tenant } from '@dizuo/api';
import type { ListScope, NamespaceScope, Route, RouteCall } from '@dizuo/kernel';
import { type CockpitScope, cockpitKinds, type LiveCockpit } from './live-cockpit.ts';

const text = { type: 'string', maxLength: 253 };
const access = { kind: 'signed-in', why: 'counts only what the caller may list of each kind: asked for below' } as const;

/** The cockpit of what the caller may see, and the things behind each figure. */
export function cockpitRoutes(live: LiveCockpit): Route[] {
  return [
    {
      method: 'GET',
      path: cockpitPath,
      access,
      schema: { querystring: { type: 'object', properties: { department: text } } },
      handler: async (call) => live.cockpit(await scopeOf(call), call.query.department as string | undefined),
    },
    {
      method: 'GET',
      path: `${cockpitPath}/evidence`,
      access,
      schema: {
        querystring: {
          type: 'object',
          required: ['figure'],
          properties: {
            figure: text,
            department: text,
            limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
            offset: { type: 'integer', minimum: 0, default: 0 },
          },
        },
      },
      async handler(call) {
        const { figure, department, limit, offset } = call.query as { figure: string; department?: string; limit: number; offset: number };
        const found = await live.evidence(await scopeOf(call), { figure, bureau: department, limit, offset });
        if (!found) throw notFound({ kind: 'figure', name: figure });
        return found;
      },
    },
  ];
}

/** Where the caller may list each kind. Throws `forbidden` for whom no tenant's systems are. */
async function scopeOf(call: RouteCall): Promise<CockpitScope> {
  const systems = namespacesOf(await call.scope({ verb: 'list', resource: InformationSystem.id }));
  if (systems !== '*' && systems.length === 0) {
    const why = say(
      'NoSystemsToSee',
    )`it shows the systems of all departments to leaders and operators, and of their own to tenant administrators`;
    throw forbidden({ action: 'get', resource: 'cockpit', why });
  }
  const kinds = await Promise.all(
    cockpitKinds.map(async ({ id }) => [id, namespacesOf(await call.scope({ verb: 'list', resource: id }).catch(nothing))] as const),
  );
  const tenants = await call.scope({ verb: 'list', resource: Tenant.id }).catch(nothing);
  const all = tenants.namespaces === '*' && tenants.anyOf === undefined;
  return { systems, kinds: new Map(kinds), seesTenant: (name) => all || systems === '*' || systems.includes(name) };
}

function nothing(): ListScope {
  return { namespaces: [] };
}

/** Scopes by single objects are not ours: where a policy should ever decide so, nothing is seen. */
function namespacesOf({ namespaces, anyOf }: ListScope): NamespaceScope {
  return anyOf ? [] : namespaces;
}
