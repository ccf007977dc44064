import type { FieldError } from '@dizuo/api';

/** A field of a standard that this version refuses; `way` says what to write instead. */
export function notSupported(field: string, way: string): FieldError {
  return { field, reason: 'FieldValueNotSupported', message: `is not supported yet: ${way}` };
}

export function wrong(field: string, message: string): FieldError {
  return { field, reason: 'FieldValueInvalid', message };
}

/** True for a path that the data plane and every application read alike. Pure. */
export function isPlainPath(path: string): boolean {
  if (/\/\/|\/\.\.?(\/|$)|%(2f|5c|00)|[?#;\\]/i.test(path)) return false;
  return !/%(?![0-9A-Fa-f]{2})/.test(path) && path.isWellFormed();
}

export const plainPathRule = 'must not hold //, /./, /../, %2f, \\, ;, ?, # or a % that begins no percent-encoding';
