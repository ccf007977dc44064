/** Classes of octets, as tables: heads are read byte by byte. */

function table(of: (byte: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => of(byte));
}

/** `tchar`. RFC 9110 section 5.6.2. */
export const isToken = table((byte) => Number(/[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(byte))));

/** What a field value or a reason phrase may hold: HTAB, SP, VCHAR, obs-text. RFC 9110 section 5.5. */
export const isText = table((byte) => Number(byte === 9 || (byte >= 32 && byte !== 127)));

/** Lower case, and `_` as `-`: some servers take one for the other. */
export const folded = table((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte === 95 ? 45 : byte));

export const octet = { tab: 9, lf: 10, cr: 13, space: 32, colon: 58, underscore: 95 } as const;
