import { createHash } from 'node:crypto';

/** Merkle tree hash of RFC 6962, section 2.1: leaves and nodes are hashed under different prefixes, so neither can pass for the other. */

export function leafHash(entry: string): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(entry).digest();
}

/** Root of a list of leaf hashes. The empty list has the hash of nothing. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0] as Buffer;
  const split = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  const left = merkleRoot(leaves.slice(0, split));
  const right = merkleRoot(leaves.slice(split));
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}
