import { type FieldError, identityHeader, say, type Text } from '@dizuo/api';
import { compilePattern, PatternError } from '@dizuo/api/routing';

/** A field of a standard that this version refuses; `way` says what to write instead. */
export function notSupported(field: string, way: Text): FieldError {
  return { field, reason: 'FieldValueNotSupported', message: say('NotSupportedYet')`is not supported yet: ${way}` };
}

export function wrong(field: string, message: Text): FieldError {
  return { field, reason: 'FieldValueInvalid', message };
}

export function required(field: string, message: Text): FieldError {
  return { field, reason: 'FieldValueRequired', message };
}

/** True for a path that the data plane and every application read alike. Pure. */
export function isPlainPath(path: string): boolean {
  if (/\/\/|\/\.\.?(\/|$)|%(2f|5c|00)|[?#;\\]/i.test(path)) return false;
  return !/%(?![0-9A-Fa-f]{2})/.test(path) && path.isWellFormed();
}

export const plainPathRule = say('PathForm')`must not hold //, /./, /../, %2f, \\, ;, ?, # or a % that begins no percent-encoding`;

export function patternErrors(pattern: string, field: string): FieldError[] {
  try {
    compilePattern(pattern);
    return [];
  } catch (error) {
    if (error instanceof PatternError) return [wrong(field, error.sentence)];
    throw error;
  }
}

export function pathValueErrors(value: string, field: string): FieldError[] {
  if (/^(\/[!$-;=@-Z_a-z~]*)?$/.test(value)) return [];
  return [wrong(field, say('PathSyntax')`must be a path: begin with /, percent-encoded, without ? and #`)];
}

/** Headers that frame a message, name its sender or prove an identity: the gateway's own. */
const reserved = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'keep-alive',
  'proxy-connection',
  'expect',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'forwarded',
  identityHeader,
]);

interface HeaderModifier {
  set?: { name: string; value: string }[];
  add?: { name: string; value: string }[];
  remove?: string[];
}

export function headerErrors(modifier: HeaderModifier | undefined, at: string): FieldError[] {
  const errors: FieldError[] = [];
  const named = [...(modifier?.set ?? []), ...(modifier?.add ?? [])];
  for (const name of [...named.map((h) => h.name), ...(modifier?.remove ?? [])])
    if (reserved.has(name.toLowerCase()))
      errors.push({ field: at, reason: 'FieldValueForbidden', message: say('HeaderReserved')`${name} is the gateway's own to set` });
  for (const { name, value } of named)
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
      errors.push(wrong(at, say('HeaderValueForm')`the value of ${name} holds characters that a header may not have`));
  return errors;
}

/** Gateway API, HTTPCORSFilter. */
export function corsErrors(cors: { allowOrigins?: string[]; allowMethods?: string[]; allowHeaders?: string[] }, at: string): FieldError[] {
  return (['allowOrigins', 'allowMethods', 'allowHeaders'] as const).flatMap((field) => {
    const list = cors[field] ?? [];
    return list.includes('*') && list.length > 1 ? [wrong(`${at}.${field}`, say('StarAlone')`* stands alone: leave the others out`)] : [];
  });
}
