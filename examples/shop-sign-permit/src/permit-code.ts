import { randomInt } from 'node:crypto';

/** Crockford's base 32: no letters that are taken for digits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new code such as `ZP-2026-7K3M-Q9XF`: 40 random bits, so that nobody finds others by trying. */
export function newPermitCode(year: number): string {
  const characters = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `ZP-${year}-${characters.slice(0, 4)}-${characters.slice(4)}`;
}

/** What people type, as it is kept: case, spaces, dashes and look-alikes do not matter. Undefined: no code at all. Pure. */
export function normalizePermitCode(typed: string): string | undefined {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/^ZP/, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (!/^\d{4}[0-9A-HJKMNP-TV-Z]{8}$/.test(plain)) return undefined;
  return `ZP-${plain.slice(0, 4)}-${plain.slice(4, 8)}-${plain.slice(8)}`;
}
