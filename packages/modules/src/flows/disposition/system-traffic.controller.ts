import { Disposition, HTTPRoute, InformationSystem, type ObjectOf } from '@dizuo/api';
import { type Controller, defineController, ownerKeys, rfc3339 } from '@dizuo/kernel';
import { systemLabel } from './connect.render.ts';

/** What the gateway knows of a route. */
export interface RouteTraffic {
  /** When somebody last came through it and was answered; undefined where nobody did lately. */
  lastCarried(route: ObjectOf<typeof HTTPRoute>): Promise<Date | undefined>;
}

/** A newer time is written when it is newer by so much: the day on which a system was used matters, not the second. */
const coarseMs = 10 * 60_000;
const ownersOf = ownerKeys(Disposition);

/** Keeps when people last came to a system through the gateway: by the routes that its disposition made, and those labelled for it. */
export function systemTrafficController({ lastCarried }: RouteTraffic): Controller<typeof HTTPRoute> {
  return defineController({
    name: 'system-traffic',
    kind: HTTPRoute,
    resyncSeconds: 30,
    async reconcile(key, { client }) {
      const route = await client.get(HTTPRoute, key);
      const system = route && (ownersOf(route)[0]?.name ?? route.metadata.labels?.[systemLabel]);
      const at = system && (await lastCarried(route));
      if (!at) return;
      await client.modify(
        InformationSystem,
        { namespace: key.namespace, name: system },
        (now) => {
          const known = Date.parse(now.status?.lastSeenAt ?? '');
          if (at.getTime() - known < coarseMs) return undefined;
          return { ...now, status: { ...now.status, lastSeenAt: rfc3339(at) } };
        },
        'status',
      );
    },
  });
}
