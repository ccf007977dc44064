import { randomUUID } from 'node:crypto';
import { AppError, type KubeObject, leaseLost } from '@dizuo/api';
import { createLeadership, openStore, socketAccess } from '@dizuo/kernel';
import { testMasterKey, Widget } from '@dizuo/testkit';
import { pino } from 'pino';

/**
 * A server that does nothing but lead: while it holds the lease it writes one object after the other, each with its epoch, and
 * tells its parent that it campaigns, and of terms and refusals. `block` keeps its event loop busy, as a long computation would.
 */
const [sockets = '', database = '', holder = '', ttl = '1000'] = process.argv.slice(2);
const tell = (message: object) => process.send?.(message);

const store = await openStore({ access: socketAccess(sockets, database, 'postgres'), masterKey: testMasterKey, kinds: [Widget] });
const leadership = createLeadership({ leases: store.leases, holder, log: pino({ level: 'silent' }), ttlMs: Number(ttl) });
let blockMs = 0;

leadership.campaign('crown', async ({ epoch, signal }) => {
  tell({ event: 'leads', epoch });
  while (!signal.aborted) {
    if (blockMs > 0) block();
    await act(epoch).catch(async (error) => {
      tell({ event: leaseLost.is(error) ? 'refused' : 'failed', epoch, why: error instanceof AppError ? error.code : String(error) });
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
  }
  // What a controller does that does not look at the signal before its last write.
  await act(epoch).then(
    () => tell({ event: 'late write passed', epoch }),
    (error) => tell({ event: leaseLost.is(error) ? 'refused' : 'failed', epoch, why: String(error) }),
  );
  tell({ event: 'ended', epoch });
});
tell({ event: 'campaigns', epoch: 0 });
process.on('message', (message: { block: number }) => {
  blockMs = message.block;
});

function block(): void {
  const until = performance.now() + blockMs;
  blockMs = 0;
  while (performance.now() < until);
}

async function act(epoch: number): Promise<void> {
  const object: KubeObject = {
    apiVersion: Widget.apiVersion,
    kind: Widget.kind,
    metadata: { name: randomUUID(), namespace: 'default', uid: randomUUID() },
    spec: { size: epoch },
  };
  await store.write({ items: [{ op: 'create', kind: Widget, object, usage: [] }], lease: { name: 'crown', epoch } });
}
