import { type FieldError, say, type Text } from '@dizuo/api';

/** A field of a standard that this version refuses; `way` says what to write instead. */
export function notSupported(field: string, way: Text): FieldError {
  return { field, reason: 'FieldValueNotSupported', message: say('NotSupportedYet')`is not supported yet: ${way}` };
}

export function wrong(field: string, message: Text): FieldError {
  return { field, reason: 'FieldValueInvalid', message };
}

/** True for a path that the data plane and every application read alike. Pure. */
export function isPlainPath(path: string): boolean {
  if (/\/\/|\/\.\.?(\/|$)|%(2f|5c|00)|[?#;\\]/i.test(path)) return false;
  return !/%(?![0-9A-Fa-f]{2})/.test(path) && path.isWellFormed();
}

export const plainPathRule = say('PathForm')`must not hold //, /./, /../, %2f, \\, ;, ?, # or a % that begins no percent-encoding`;
