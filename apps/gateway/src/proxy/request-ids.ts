import { randomBytes } from 'node:crypto';

/** Small enough for a number that costs nothing to print. */
const perPrefix = 0x0fffffff;

/** Ids that are unique across processes and time: a random beginning, then a count. Shaped as a UUID, for who expects one. */
export function requestIds(): () => string {
  let start = '';
  let count = perPrefix;
  return () => {
    if (count === perPrefix) {
      const random = randomBytes(12).toString('hex');
      start = `${random.slice(0, 8)}-${random.slice(8, 12)}-${random.slice(12, 16)}-${random.slice(16, 20)}-${random.slice(20)}`;
      count = 0;
    }
    count += 1;
    return start + (0x10000000 + count).toString(16);
  };
}
