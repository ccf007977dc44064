/** Numbers that bear their own check: what passes is hardly anything else. All pure. */

const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const identityChecks = '10X98765432';
const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Citizen identity number of 18 characters: place, a day that exists, and the check character. GB 11643, ISO 7064 MOD 11-2. */
export function isIdentityNumber(text: string): boolean {
  if (!/^[1-9]\d{16}[\dXx]$/.test(text)) return false;
  if (!isDay(text.slice(6, 14))) return false;
  return identityCheck(text.slice(0, 17)) === text[17]?.toUpperCase();
}

/** The check character of the first 17 digits. */
export function identityCheck(digits: string): string {
  const sum = identityWeights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return identityChecks[sum % 11] ?? '';
}

/** Unified social credit code of 18 characters. GB 32100, ISO 7064 MOD 31-3. */
export function isCreditCode(text: string): boolean {
  if (!/^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]{17}$/.test(text)) return false;
  return creditCheck(text.slice(0, 17)) === text[17];
}

/** The check character of the first 17 characters. */
export function creditCheck(characters: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of characters) {
    sum += creditAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return creditAlphabet[(31 - (sum % 31)) % 31] ?? '';
}

/** Bank card of 16 to 19 digits by the Luhn check, with a first digit that card networks use. ISO/IEC 7812. */
export function isBankCard(text: string): boolean {
  if (!/^[3-6]\d{15,18}$/.test(text)) return false;
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = Number(text[text.length - 1 - i]);
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Mobile number of mainland China, with or without the country code. */
export function isMobileNumber(text: string): boolean {
  return /^(?:\+?86[- ]?)?1[3-9]\d{9}$/.test(text);
}

/** `19850312`, a day that the calendar has, from 1900 to 2100. */
export function isDay(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number) as [number, number, number];
  if (year < 1900 || year > 2100) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
