import type { KubeObject, ObjectOf, Request } from '@dizuo/api';
import type { NewObject } from '@dizuo/client';
import { nameRule } from '../../parts/name-rule.ts';
import type { Problems } from '../../shapes/use-object-form.ts';
import { filledParameters, type ParameterField, type ParameterWords, parameterProblems } from '../catalog/parameter-form.ts';

/** What the order form holds. */
export interface OrderValues {
  planRef: string;
  purpose: string;
  durationMonths: number | undefined;
  instanceName: string;
  displayName: string;
  parameters: Record<string, unknown>;
}

export const parametersPath = 'spec.service.parameters';

export interface OrderWords extends ParameterWords {
  nameRule: string;
  range(min: number, max: number): string;
}

/** What is wrong with an order, by path. */
export function orderProblems(values: OrderValues, fields: readonly ParameterField[], words: OrderWords): Problems {
  const found: Problems = parameterProblems(fields, values.parameters, words, parametersPath);
  const months = values.durationMonths;
  if (values.planRef === '') found['spec.service.planRef'] = words.required;
  if (values.purpose.trim() === '') found['spec.purpose'] = words.required;
  else if (values.purpose.trim().length < 2) found['spec.purpose'] = words.longer(2);
  if (months === undefined || !Number.isInteger(months) || months < 1 || months > 60) found['spec.durationMonths'] = words.range(1, 60);
  if (values.instanceName === '') found['spec.service.instanceName'] = words.required;
  else if (!nameRule.test(values.instanceName)) found['spec.service.instanceName'] = words.nameRule;
  return found;
}

/** The order that the values stand for. */
export function orderOf(
  values: OrderValues,
  tenant: string,
  component: string,
  fields: readonly ParameterField[],
): NewObject<ObjectOf<typeof Request> & KubeObject> {
  return {
    metadata: { namespace: tenant, generateName: `${component}-` },
    spec: {
      purpose: values.purpose.trim(),
      durationMonths: values.durationMonths ?? 0,
      service: {
        classRef: component,
        planRef: values.planRef,
        instanceName: values.instanceName,
        ...(values.displayName.trim() ? { displayName: values.displayName.trim() } : {}),
        parameters: filledParameters(fields, values.parameters),
      },
    },
  };
}
