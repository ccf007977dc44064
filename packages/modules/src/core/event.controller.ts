import { Event } from '@dizuo/api';
import { defineController } from '@dizuo/kernel';

/** Events are for people who look now: after a day they go. Kubernetes keeps them for an hour. */
const keptMs = 24 * 3600 * 1000;

export const eventController = defineController({
  name: 'event',
  kind: Event,
  concurrency: 1,
  async reconcile(key, { client }) {
    const event = await client.get(Event, key);
    if (!event) return;
    const last = Date.parse(event.lastTimestamp ?? event.metadata.creationTimestamp ?? '') || 0;
    const left = last + keptMs - Date.now();
    if (left > 0) return { requeueAfterMs: left };
    await client.delete(Event, key, { uid: event.metadata.uid });
    return;
  },
});
