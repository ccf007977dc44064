import { InformationSystem } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { fieldAt, formGroups, valueAt, withValue } from './system-form-fields.ts';

describe('fieldAt', () => {
  it.each([
    ['displayName', 'text', true],
    ['level', 'choice', true],
    ['description', 'long-text', false],
    ['commissionedOn', 'date', false],
    ['use.audience', 'choices', false],
    ['cost.built', 'number', false],
    ['functions', 'words', false],
    ['data', 'rows', false],
  ])('%s is %s', (path, control, required) => expect(fieldAt(path)).toMatchObject({ path, control, required }));

  it('has every field of the schema that is a person’s to fill in', () => {
    const platform = ['replacedBy', 'replacedByKind', 'realisedBy', 'countedIn', 'moduleOf', 'exceptionRef', 'replaces'];
    const spec = (InformationSystem.body.properties as unknown as { spec: { properties: object } }).spec;
    const shown = new Set(formGroups.flatMap(([, paths]) => paths.map((path) => path.split('.')[0])));
    expect(Object.keys(spec.properties).filter((key) => !shown.has(key) && !platform.includes(key))).toEqual([]);
  });
});

describe('withValue', () => {
  it.each<[object, string, unknown, object]>([
    [{ a: 1 }, 'b', 2, { a: 1, b: 2 }],
    [{ a: { b: 1, c: 2 } }, 'a.b', 3, { a: { b: 3, c: 2 } }],
    [{ a: { b: 1 } }, 'a.b', undefined, {}],
    [{ a: 1 }, 'b', '', { a: 1 }],
    [{ a: 1 }, 'b', [], { a: 1 }],
  ])('%o %s %o', (of, path, value, expected) => expect(withValue(of, path, value)).toEqual(expected));

  it('reads back what it wrote', () => expect(valueAt(withValue({}, 'x.y.z', 1), 'x.y.z')).toBe(1));
});
