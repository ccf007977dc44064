/** The pairs `name=value` of Cookie fields, in the order sent. RFC 6265 section 4.2. Pure. */
export function cookiePairs(fields: readonly string[]): string[] {
  return fields.flatMap((value) =>
    value
      .split(';')
      .map((pair) => pair.trim())
      .filter(Boolean),
  );
}

/** The values of one cookie, in the order sent. Pure. */
export function cookieValues(fields: readonly string[], name: string): string[] {
  return cookiePairs(fields).flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
}
