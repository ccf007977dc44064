import { describe, expect, it } from 'vitest';
import { newParameter, type PlanValues, planProblems, planSpec, planValues } from './plan-values.ts';

const spec = {
  classRef: 'postgresql',
  displayName: { zh: '小型', en: 'Small' },
  price: { currency: 'CNY' as const, monthly: 60 },
  parametersSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      storageMiB: { type: 'integer', title: '存储', description: '空间', minimum: 256, maximum: 1024, default: 512, multipleOf: 256 },
      collation: { type: 'string', oneOf: [{ const: 'zh', title: '中文' }, { const: 'C' }], default: 'C', 'x-en': { title: 'Order' } },
      level: { type: 'integer', enum: [1, 2] },
      open: { type: 'boolean', default: false },
    },
    required: ['storageMiB'],
  },
  takes: { databases: 1 },
  metered: [{ parameter: 'storageMiB', resource: 'storageMiB', factor: 1, monthlyPerUnit: 0.01 }],
  settings: { connections: 20 },
  listed: true,
};
const words = { due: 'due', nameRule: 'name', parameterRule: 'parameter', twice: 'twice', number: 'number' };

describe('planSpec', () => {
  it('gives back what was read, with what the form does not show', () =>
    expect(planSpec('postgresql', planValues('small', spec), spec)).toEqual(spec));

  it('follows a price, a new field and one that was taken out', () => {
    const values = planValues('small', spec);
    const changed = planSpec('postgresql', { ...values, monthly: 80, parameters: [{ ...newParameter(), name: 'note' }] }, spec);
    expect(changed.price.monthly).toBe(80);
    expect(changed.parametersSchema.properties).toEqual({ note: { type: 'string' } });
    expect(changed.metered).toBeUndefined();
    expect(changed.settings).toEqual({ connections: 20 });
  });
});

describe('planProblems', () => {
  const good = planValues('small', spec);
  const withRow = (row: object): PlanValues => ({ ...good, parameters: [...good.parameters, { ...newParameter(), name: 'x', ...row }] });
  const last = 'spec.parametersSchema.properties[4]';
  it.each<[PlanValues, Record<string, string>, string]>([
    [good, {}, 'nothing is wrong'],
    [{ ...good, name: 'Small' }, { 'metadata.name': 'name' }, 'names are lower-case'],
    [{ ...good, monthly: undefined }, { 'spec.price.monthly': 'due' }, 'a plan has a price, even if it is nothing'],
    [withRow({ name: '存储' }), { [`${last}.name`]: 'parameter' }, 'a parameter is an identifier'],
    [withRow({ name: 'open' }), { [`${last}.name`]: 'twice' }, 'two of one name are one'],
    [withRow({ kind: 'choice' }), { [`${last}.choices`]: 'due' }, 'a choice among nothing'],
    [withRow({ kind: 'integer', initial: 'ten' }), { [`${last}.initial`]: 'number' }, 'a default of another type'],
  ])('%#: %s', (values, problems, _why) => expect(planProblems(values, words)).toEqual(problems));
});
