/**
 * Leadership by rows with an epoch, on the database's clock. A lease that was taken over has a higher epoch, and the write function
 * refuses writes that carry the lower one: a former leader can think that it leads, but cannot act on objects.
 * Implemented by the store (`lease/postgres-leases.ts`).
 */
export interface Leases {
  /** Takes the lease if it is free or expired (or already this holder's). Returns its epoch, or undefined where another holds it. */
  acquire(name: string, holder: string, ttlMs: number): Promise<number | undefined>;
  /** Extends all of these leases in one statement. Returns the names that are still held at the given epoch. */
  renew(held: ReadonlyArray<{ name: string; epoch: number }>, holder: string, ttlMs: number): Promise<Set<string>>;
  /** Gives the lease up, so that another need not wait for its end. */
  release(name: string, holder: string, epoch: number): Promise<void>;
}
