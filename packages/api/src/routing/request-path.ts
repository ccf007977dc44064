/** The path could be understood in more than one way. */
export class PathError extends Error {}

/**
 * The path as routes and policies see it: unreserved characters decoded, hex in upper case, runs of slashes as one, path parameters
 * (`;x`) gone. Throws PathError where an application could understand another path than the gateway: dot segments, encoded slashes, backslashes,
 * NUL, broken percent-encoding. RFC 3986 section 6.2.2.
 */
export function comparablePath(path: string): string {
  if (!/[%\\;]|\/\/|\/\./.test(path)) return path;
  if (/\\|%(?![0-9A-Fa-f]{2})|%(2f|5c|00)/i.test(path)) throw new PathError('the path holds characters that can be understood in two ways');
  const decoded = path.replace(/%[0-9A-Fa-f]{2}/g, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : code.toUpperCase();
  });
  const plain = decoded.replace(/(;|%3B)[^/]*/g, '').replace(/\/{2,}/g, '/');
  if (/\/\.\.?(\/|$)/.test(plain)) throw new PathError('the path holds . or .. segments');
  return plain;
}

/** True where `path` is `prefix` or lies below it, by whole segments. */
export function isBelow(path: string, prefix: string): boolean {
  if (prefix === '/') return true;
  return path.startsWith(prefix) && (path.length === prefix.length || path.charCodeAt(prefix.length) === 47);
}

/** Routes and policies may write a path plainly (中文); requests carry it percent-encoded. */
export function encodedPath(path: string): string {
  return path.replace(/[^!-~]+/g, encodeURIComponent);
}
