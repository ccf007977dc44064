import { Broker, recalled, say, type Text } from '@dizuo/api';
import { defineController, withCondition } from '@dizuo/kernel';
import type { Drivers } from './delivery-context.ts';

const lookAgainMs = 15_000;

/** Keeps the server of each broker running and says where it is. */
export function brokerController(drivers: Drivers) {
  return defineController({
    name: 'broker',
    kind: Broker,
    async reconcile(key, { client, event }) {
      const broker = await client.get(Broker, key);
      if (!broker || broker.metadata.deletionTimestamp) {
        for (const driver of drivers.values()) await driver.stopServer(key.name);
        return;
      }
      const driver = drivers.get(broker.spec.driver);
      if (!driver) return;
      const before = broker.status?.conditions?.find((c) => c.type === 'Ready')?.status;
      let found: Awaited<ReturnType<typeof driver.ensureServer>> | undefined;
      let problem: Text = '';
      try {
        found = await driver.ensureServer(broker);
      } catch (error) {
        problem = recalled(error as Error);
      }
      const condition = found
        ? { status: 'True' as const, reason: 'Ready', message: '' }
        : { status: 'False' as const, reason: 'ServerDown', message: problem };
      await client.modify(
        Broker,
        key,
        (now) => ({
          ...now,
          status: {
            ...now.status,
            ...(found ? { endpoint: { host: found.host, port: found.port }, version: found.version } : {}),
            observedGeneration: broker.metadata.generation,
            conditions: withCondition(now.status?.conditions, { type: 'Ready', ...condition }),
          },
        }),
        'status',
      );
      if (found && before !== 'True')
        await event(broker, 'Normal', 'Ready', say('ServerAnswers')`the server answers on port ${found.port}`);
      if (!found && before === 'True') await event(broker, 'Warning', 'ServerDown', problem);
      return { requeueAfterMs: found ? lookAgainMs : 3000 };
    },
  });
}
