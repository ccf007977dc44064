import { createHash } from 'node:crypto';
import { Event, type KubeObject, spoken, systemNamespace, type Text } from '@dizuo/api';
import { type ObjectClient, rfc3339 } from '../client/object-client.ts';

export type EventType = 'Normal' | 'Warning';

/** How long equal events are counted in one object instead of repeated. */
const windowMs = 10 * 60_000;

/**
 * Writes Kubernetes Events about objects. Equal ones (object, reason, message) within ten minutes raise `count` on one object.
 * An event never fails the work that it reports: what goes wrong is given to `onError`.
 */
export function createEventRecorder(component: string, client: ObjectClient, onError: (error: unknown) => void) {
  return async (object: KubeObject, type: EventType, reason: string, message: Text): Promise<void> => {
    try {
      await record(component, client, object, type, reason, message);
    } catch (error) {
      onError(error);
    }
  };
}

async function record(
  component: string,
  client: ObjectClient,
  object: KubeObject,
  type: EventType,
  reason: string,
  message: Text,
): Promise<void> {
  const namespace = object.metadata.namespace ?? systemNamespace;
  const now = new Date();
  const name = eventName(object, reason, message, now);
  const at = rfc3339(now);
  const seen = await client.modify(Event, { namespace, name }, (event) => ({ ...event, count: (event.count ?? 1) + 1, lastTimestamp: at }));
  if (seen) return;
  await client.create(Event, {
    metadata: { name, namespace },
    involvedObject: {
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: object.metadata.name,
      ...(object.metadata.namespace ? { namespace: object.metadata.namespace } : {}),
      ...(object.metadata.uid ? { uid: object.metadata.uid } : {}),
    },
    type,
    reason,
    ...spoken(message),
    source: { component },
    reportingComponent: component,
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
  });
}

/** The same name for equal events of one window, so that two writers meet on one object. */
function eventName(object: KubeObject, reason: string, message: Text, now: Date): string {
  const window = Math.floor(now.getTime() / windowMs);
  const digest = createHash('sha256')
    .update(`${object.kind}/${object.metadata.uid}/${reason}/${message}/${window}`)
    .digest('hex')
    .slice(0, 16);
  return `${object.metadata.name.slice(0, 200)}.${digest}`;
}
