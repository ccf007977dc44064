import {
  contractStates,
  inventoryPath,
  type SystemSort,
  type SystemsFilter,
  systemLevels,
  systemLifecycles,
  systemSorts,
} from '@dizuo/api';
import type { Route, RouteCall } from '@dizuo/kernel';
import type { LiveInventory } from './live-inventory.ts';
import { fittingSystems, systemsAnswer } from './system-list.ts';

const text = { type: 'string', maxLength: 253 };

/** What can be asked of the list, and of everything that is made from it. */
export const systemsQuery = {
  namespace: text,
  search: text,
  department: text,
  line: text,
  vendor: text,
  level: { enum: [...systemLevels] },
  lifecycle: { enum: [...systemLifecycles] },
  contract: { enum: [...contractStates] },
  counted: { type: 'boolean' },
  sort: { enum: [...systemSorts] },
  descending: { type: 'boolean' },
};

/** `GET …/inventory/systems`: rows of what the caller may list, filtered, sorted and paged on the server. */
export function systemsRoutes(live: LiveInventory): Route[] {
  return [
    {
      method: 'GET',
      path: `${inventoryPath}/systems`,
      access: { kind: 'signed-in', why: 'tells of systems that the caller may list, and of nothing else: asked for below' },
      schema: {
        querystring: {
          type: 'object',
          properties: {
            ...systemsQuery,
            limit: { type: 'integer', minimum: 1, maximum: 500, default: 20 },
            offset: { type: 'integer', minimum: 0, default: 0 },
          },
        },
      },
      async handler(call) {
        const systems = await live.seenBy(call, call.query.namespace as string | undefined);
        const { limit, offset } = call.query as { limit: number; offset: number };
        const rows = fittingSystems(systems, ...chosen(call), live.tree, new Date());
        return systemsAnswer(systems, rows, { limit, offset }, live.tree);
      },
    },
  ];
}

export function chosen({ query }: RouteCall): [SystemsFilter, { sort?: SystemSort; descending?: boolean }] {
  const { sort, descending } = query as { sort?: SystemSort; descending?: boolean };
  return [query as SystemsFilter, { ...(sort ? { sort } : {}), ...(descending === undefined ? {} : { descending }) }];
}
