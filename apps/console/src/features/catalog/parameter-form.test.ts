import { describe, expect, it } from 'vitest';
import { filledParameters, initialParameters, type ParameterWords, parameterFields, parameterProblems } from './parameter-form.ts';

const words: ParameterWords = {
  required: 'required',
  integer: 'integer',
  atLeast: (n) => `>=${n}`,
  atMost: (n) => `<=${n}`,
  multipleOf: (n) => `x${n}`,
  shorter: (n) => `short${n}`,
  longer: (n) => `long${n}`,
  pattern: 'pattern',
};

const schema = {
  type: 'object',
  required: ['sizeMiB', 'owner'],
  properties: {
    sizeMiB: { type: 'integer', title: '容量', minimum: 256, maximum: 1024, multipleOf: 256, default: 512, 'x-en': { title: 'Size' } },
    owner: { type: 'string', minLength: 2, maxLength: 4, pattern: '^[a-z]+$' },
    zone: { enum: ['a', 'b'], default: 'a' },
    mode: { oneOf: [{ const: 1, title: '主备' }, { const: 2 }] },
    backups: { type: 'boolean', default: true },
    ratio: { type: 'number', exclusiveMaximum: 1 },
    count: { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 },
    nested: { type: 'object' },
  },
};
const fields = parameterFields(schema, 'zh-CN');
const field = (name: string) => fields.find((f) => f.name === name);

describe('parameterFields', () => {
  it.each([
    ['sizeMiB', 'integer', 'whole numbers get a number control that refuses fractions'],
    ['zone', 'choice', 'an enum is a choice'],
    ['mode', 'choice', 'titled constants are a choice too'],
    ['backups', 'yes-no', 'a boolean is a switch'],
    ['ratio', 'number', 'other numbers keep their fractions'],
    ['owner', 'text', 'everything else that is a string is text'],
  ])('%s is %s: %s', (name, kind) => expect(field(name)?.kind).toBe(kind));

  it('leaves out what no form control can hold', () => expect(field('nested')).toBeUndefined());
  it('keeps the order of the schema', () => expect(fields.map((f) => f.name).slice(0, 3)).toEqual(['sizeMiB', 'owner', 'zone']));
  it('speaks the reader’s language where the schema does', () => {
    expect(field('sizeMiB')?.title).toBe('容量');
    expect(parameterFields(schema, 'en')[0]?.title).toBe('Size');
  });
  it('names a choice by its title, else by its value', () =>
    expect(field('mode')?.choices).toEqual([
      { value: 1, label: '主备' },
      { value: 2, label: '2' },
    ]));
  it('turns exclusive limits of whole numbers into inclusive ones', () => expect(field('count')).toMatchObject({ minimum: 1, maximum: 9 }));
  it('is empty for a plan without a form', () => expect(parameterFields(undefined, 'en')).toEqual([]));
});

describe('values', () => {
  it('start with the defaults', () => expect(initialParameters(fields)).toEqual({ sizeMiB: 512, zone: 'a', backups: true }));
  it('keep what was given, but not what the plan does not know', () =>
    expect(initialParameters(fields, { sizeMiB: 1024, gone: 1 })).toEqual({ sizeMiB: 1024, zone: 'a', backups: true }));
  it('leave out what is empty, and keep false and zero', () =>
    expect(filledParameters(fields, { owner: '', sizeMiB: undefined, backups: false, ratio: 0 })).toEqual({ backups: false, ratio: 0 }));
});

describe('parameterProblems', () => {
  it.each<[Record<string, unknown>, string, string, string]>([
    [{ owner: 'abc' }, 'p.sizeMiB', 'required', 'required and empty'],
    [{ owner: 'abc', sizeMiB: 300.5 }, 'p.sizeMiB', 'integer', 'a fraction'],
    [{ owner: 'abc', sizeMiB: 128 }, 'p.sizeMiB', '>=256', 'below the least'],
    [{ owner: 'abc', sizeMiB: 2048 }, 'p.sizeMiB', '<=1024', 'above the most'],
    [{ owner: 'abc', sizeMiB: 300 }, 'p.sizeMiB', 'x256', 'between two steps'],
    [{ owner: 'a', sizeMiB: 512 }, 'p.owner', 'long2', 'too short'],
    [{ owner: 'abcde', sizeMiB: 512 }, 'p.owner', 'short4', 'too long'],
    [{ owner: 'A1', sizeMiB: 512 }, 'p.owner', 'pattern', 'not in the form'],
  ])('%o: %s is %s (%s)', (values, path, problem, _why) =>
    expect(parameterProblems(fields, values, words, 'p')).toEqual({ [path]: problem }),
  );

  it('finds nothing wrong with good values', () =>
    expect(parameterProblems(fields, { owner: 'abc', sizeMiB: 512 }, words, 'p')).toEqual({}));
});
