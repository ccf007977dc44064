import type { FieldError } from '@dizuo/api';

/** A field of a standard that this version refuses; `way` says what to write instead. */
export function notSupported(field: string, way: string): FieldError {
  return { field, reason: 'FieldValueNotSupported', message: `is not supported yet: ${way}` };
}

export function wrong(field: string, message: string): FieldError {
  return { field, reason: 'FieldValueInvalid', message };
}
