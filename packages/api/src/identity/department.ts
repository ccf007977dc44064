import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, NameRef } from '../meta/schema.ts';

/** A node of the organisation tree. */
export const Department = defineKind({
  group: 'identity.dizuo',
  version: 'v1alpha1',
  kind: 'Department',
  plural: 'departments',
  shortNames: ['dept'],
  scope: 'Cluster',
  title: { zh: '部门', en: 'Department' },
  description: 'A bureau, a unit under it, a street or a town',
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 100 }),
      shortName: Type.Optional(Type.String({ maxLength: 30 })),
      parentRef: Type.Optional(NameRef('Department above this one; absent for the district itself')),
      category: Type.Enum(['district', 'bureau', 'subordinate', 'street', 'town', 'external'], {
        description: 'district 区, bureau 委办局, subordinate 下属单位, street 街道, town 镇, external 外部单位',
      }),
      creditCode: Type.Optional(Type.String({ pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$', description: '统一社会信用代码, GB 32100' })),
      order: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'Place among siblings' })),
    }),
    status: Type.Optional(
      Type.Object({
        path: Type.Optional(Type.String({ description: 'Display names from the root, joined by " / "' })),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.parentRef', 'spec.category'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Category', type: 'string', jsonPath: '.spec.category' },
    { name: 'Parent', type: 'string', jsonPath: '.spec.parentRef' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
