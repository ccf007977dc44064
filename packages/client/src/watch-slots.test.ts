import { expect, it } from 'vitest';
import { createWatchSlots } from './watch-slots.ts';

const never = new AbortController().signal;

it('gives slots until there are none, then first come first served', async () => {
  const slots = createWatchSlots(1);
  const first = await slots.acquire(never);
  expect(first.wanted()).toBe(false);
  const order: string[] = [];
  const second = slots.acquire(never).then((slot) => {
    order.push('second');
    return slot;
  });
  const third = slots.acquire(never).then((slot) => {
    order.push('third');
    return slot;
  });
  expect(first.wanted()).toBe(true);
  first.release();
  (await second).release();
  await third;
  expect(order).toEqual(['second', 'third']);
});

it('frees a slot once, however often it is given back', async () => {
  const slots = createWatchSlots(1);
  const slot = await slots.acquire(never);
  slot.release();
  slot.release();
  await slots.acquire(never);
  const waiting = await Promise.race([slots.acquire(never).then(() => 'granted'), Promise.resolve('waits')]);
  expect(waiting).toBe('waits');
});

it('forgets who stops waiting', async () => {
  const slots = createWatchSlots(1);
  const slot = await slots.acquire(never);
  const leaving = new AbortController();
  const left = slots.acquire(leaving.signal);
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  expect(slot.wanted()).toBe(false);
});
