import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in base64url, with a prefix by which secret scanners know it. */
export function randomToken(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is stored of a token: 256 random bits need no slow hash. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Password that a person can type: 20 characters from 32, without those that look alike: 100 bits. */
export function readablePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789A';
  const characters = [...randomBytes(20)].map((byte) => letters[byte % 32]);
  return [0, 5, 10, 15].map((at) => characters.slice(at, at + 5).join('')).join('-');
}
