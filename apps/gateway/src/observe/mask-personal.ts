/** Runs of digits as long as a phone number (11), an identity number (15, or 17 and a check digit) or a card number have. */
const longDigits = /\d{6,}[\dXx]?/g;
const percentEncoded = /(?:%[0-9A-Fa-f]{2}){2,}/g;

/** A path fit for a log: long numbers keep their first three digits, and what is percent-encoded (names, mostly) goes. */
export function maskPath(path: string): string {
  return path.replace(percentEncoded, '*').replace(longDigits, (digits) => `${digits.slice(0, 3)}${'*'.repeat(digits.length - 3)}`);
}

/** An address without its last part: the network is told, not the machine. */
export function maskAddress(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/.exec(address);
  if (v4) return `${v4[1]}.*`;
  const groups = address.split(':');
  return groups.length > 2 ? `${groups.slice(0, 3).join(':')}:*` : address;
}
