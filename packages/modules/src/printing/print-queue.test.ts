import { describe, expect, it } from 'vitest';
import { PrintQueue } from './print-queue.ts';
import { printingBusy } from './printing.errors.ts';

const patient = new AbortController().signal;

/** Work that ends when told. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: resolve };
}

describe('the queue', () => {
  it('runs one at a time, in the order of arrival, and goes on after a failure', async () => {
    const queue = new PrintQueue({ waiting: 8, each: 8 });
    const seen: string[] = [];
    let running = 0;
    const work = (name: string, fails = false) =>
      queue.run(name, patient, async () => {
        running += 1;
        expect(running).toBe(1);
        await Promise.resolve();
        running -= 1;
        seen.push(name);
        if (fails) throw new Error('no');
        return name;
      });
    const results = await Promise.allSettled([work('a'), work('b', true), work('c')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('refuses more than may wait, of everybody and of one', async () => {
    const queue = new PrintQueue({ waiting: 2, each: 2 });
    const first = gate();
    const all = [queue.run('a', patient, () => first.promise), queue.run('a', patient, async () => undefined)];
    await Promise.resolve();
    await expect(queue.run('a', patient, async () => undefined)).rejects.toSatisfy(printingBusy.is);
    all.push(queue.run('b', patient, async () => undefined));
    await expect(queue.run('c', patient, async () => undefined)).rejects.toSatisfy(printingBusy.is);
    first.open();
    await Promise.all(all);
    await expect(queue.run('a', patient, async () => 'again')).resolves.toBe('again');
  });

  it('passes over who left while waiting', async () => {
    const queue = new PrintQueue({ waiting: 8, each: 8 });
    const first = gate();
    const left = new AbortController();
    const holding = queue.run('a', patient, () => first.promise);
    let ran = false;
    const gone = queue.run('b', left.signal, async () => {
      ran = true;
    });
    left.abort();
    first.open();
    await holding;
    await expect(gone).rejects.toThrow();
    expect(ran).toBe(false);
  });
});
