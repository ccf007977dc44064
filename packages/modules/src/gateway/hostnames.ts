/** True where every name that `host` stands for is one that `pattern` stands for. Both: a name, or `*.suffix`; an empty pattern: any. */
export function isHostCovered(host: string, pattern: string): boolean {
  if (pattern === '' || host === pattern) return true;
  if (!pattern.startsWith('*.')) return false;
  const suffix = pattern.slice(1);
  return host.startsWith('*.') ? host.slice(1).endsWith(suffix) : host.endsWith(suffix) && host.length > suffix.length;
}
