export interface DiffLine {
  /** `+`: set to the value; `-`: removed. */
  sign: '+' | '-';
  path: string;
  value: string;
}

/** The lines of an audit entry's diff, which is a JSON merge patch (RFC 7396): null removes. */
export function diffLines(patch: unknown, path = ''): DiffLine[] {
  if (patch === undefined) return [];
  if (patch === null) return [{ sign: '-', path, value: '' }];
  if (typeof patch !== 'object' || Array.isArray(patch)) return [{ sign: '+', path, value: JSON.stringify(patch) }];
  return Object.entries(patch).flatMap(([key, value]) => diffLines(value, path === '' ? key : `${path}.${key}`));
}
