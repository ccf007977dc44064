import { describe, expect, it } from 'vitest';
import { backOffMs, WorkQueue } from './work-queue.ts';

describe('WorkQueue', () => {
  it('hands a key out once however often it was added', async () => {
    const queue = new WorkQueue();
    queue.add('a');
    queue.add('a');
    queue.add('b');
    expect([await queue.next(), await queue.next()]).toEqual(['a', 'b']);
    expect(queue.length).toBe(0);
    queue.close();
  });

  it('brings a key again that was added while it was worked on, and not before it is done', async () => {
    const queue = new WorkQueue();
    queue.add('a');
    await queue.next();
    queue.add('a');
    queue.add('a');
    expect(queue.length).toBe(0);
    queue.done('a');
    expect(queue.length).toBe(1);
    expect(await queue.next()).toBe('a');
    queue.done('a');
    expect(queue.length).toBe(0);
    queue.close();
  });

  it('gives a waiting worker the key at once and does not hand it to another', async () => {
    const queue = new WorkQueue();
    const first = queue.next();
    const second = queue.next();
    queue.add('a');
    expect(await first).toBe('a');
    queue.add('a');
    queue.done('a');
    expect(await second).toBe('a');
    queue.close();
  });

  it('keeps the earlier of two times', async () => {
    const queue = new WorkQueue();
    queue.addAfter('a', 5);
    queue.addAfter('a', 60_000);
    expect(await queue.next()).toBe('a');
    queue.close();
  });

  it('ends waiting workers when closed and takes nothing more', async () => {
    const queue = new WorkQueue();
    const waiting = queue.next();
    queue.close();
    queue.add('a');
    expect(await waiting).toBeUndefined();
    expect(await queue.next()).toBeUndefined();
  });

  it.each([
    [1, 250, 'a passing fault is tried again soon'],
    [2, 500, 'doubling'],
    [9, 60_000, 'never more than a minute'],
    [40, 60_000, 'no overflow'],
  ])('backs off after %i failures by %i ms: %s', (failures, ms) => {
    expect(backOffMs(failures)).toBe(ms);
  });
});
