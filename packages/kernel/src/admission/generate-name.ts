import { randomInt } from 'node:crypto';

/** Without vowels and look-alikes, so that no words come out. Kubernetes apimachinery, pkg/util/rand. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const suffixLength = 5;
const longestName = 63;

/** A name from `metadata.generateName`: the prefix, cut to fit, and five random characters. */
export function generateName(prefix: string): string {
  let suffix = '';
  for (let i = 0; i < suffixLength; i++) suffix += alphabet[randomInt(alphabet.length)];
  return prefix.slice(0, longestName - suffixLength) + suffix;
}
