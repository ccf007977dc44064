import { randomBytes } from 'node:crypto';

/** Ids that are unique across processes and time: a random beginning for each process, then a count. Shaped as a UUID, for who expects one. */
export function requestIds(): () => string {
  const random = randomBytes(10).toString('hex');
  const start = `${random.slice(0, 8)}-${random.slice(8, 12)}-${random.slice(12, 16)}-${random.slice(16, 20)}-`;
  let count = 0;
  return () => {
    count += 1;
    return start + (0x100000000000 + count).toString(16);
  };
}
