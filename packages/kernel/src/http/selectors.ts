import { badRequest, type Kind } from '@dizuo/api';
import { labelValueProblem, qualifiedNameProblem } from '../admission/label-syntax.ts';
import type { FieldRequirement, LabelRequirement } from '../store/store.ts';

/** Label selectors: `a=b,c!=d,e in (x,y),f notin (z),g,!h`. Kubernetes, "Labels and selectors". Throws `badRequest`. */
export function parseLabelSelector(text: string): LabelRequirement[] {
  return splitOutsideParentheses(text).map(parseRequirement);
}

const setForm = /^([^\s!=,()]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const equalityForm = /^([^\s!=,()]+)\s*(==|!=|=)\s*([^\s!=,()]*)$/;
const existsForm = /^(!?)\s*([^\s!=,()]+)$/;

function parseRequirement(part: string): LabelRequirement {
  const set = setForm.exec(part);
  if (set)
    return checked(part, {
      key: set[1] as string,
      op: set[2] as 'in' | 'notin',
      values: (set[3] as string).split(',').map((v) => v.trim()),
    });
  const equality = equalityForm.exec(part);
  if (equality)
    return checked(part, { key: equality[1] as string, op: equality[2] === '!=' ? '!=' : '=', values: [equality[3] as string] });
  const exists = existsForm.exec(part);
  if (exists) return checked(part, { key: exists[2] as string, op: exists[1] ? '!exists' : 'exists', values: [] });
  throw wrong(part, 'write key=value, key!=value, key in (a,b), key notin (a,b), key or !key');
}

function checked(part: string, requirement: LabelRequirement): LabelRequirement {
  const problem = qualifiedNameProblem(requirement.key);
  if (problem) throw wrong(part, `the key ${problem}`);
  for (const value of requirement.values) {
    const wrongValue = labelValueProblem(value);
    if (wrongValue) throw wrong(part, `the value ${wrongValue}`);
  }
  return requirement;
}

function splitOutsideParentheses(text: string): string[] {
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

function wrong(part: string, hint: string): Error {
  return badRequest({ why: `label selector "${part}" cannot be understood: ${hint}` });
}

/** Field selectors: `a.b=c,d!=e`, on the fields that the kind makes selectable. Throws `badRequest`. */
export function parseFieldSelector(kind: Kind, text: string): FieldRequirement[] {
  return text.split(/(?<!\\),/).flatMap((part) => {
    if (part.trim() === '') return [];
    const match = /^\s*([^!=\s]+)\s*(==|!=|=)(.*)$/.exec(part);
    if (!match) throw badRequest({ why: `field selector "${part}" cannot be understood: write field=value or field!=value` });
    const [, path = '', op, value = ''] = match;
    const selectable = ['metadata.name', 'metadata.namespace', ...kind.selectableFields];
    if (!selectable.includes(path)) {
      throw badRequest({ why: `field selector: ${kind.plural} cannot be selected by ${path}; use one of ${selectable.join(', ')}` });
    }
    return [{ path, op: op === '!=' ? ('!=' as const) : ('=' as const), value: value.trim().replace(/\\([\\,=])/g, '$1') }];
  });
}
