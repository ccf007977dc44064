/** Forwarded (RFC 7239), and the fields that were there before it: who asks, and how. */
export function clientFields(address: string, scheme: string, host: string): string {
  const node = address.includes(':') ? `"[${address}]"` : address;
  return `Forwarded: for=${node};host="${host}";proto=${scheme}\r\nX-Forwarded-For: ${address}\r\nX-Forwarded-Proto: ${scheme}\r\nX-Forwarded-Host: ${host}\r\n`;
}
