import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, NameRef } from '../meta/schema.ts';

/** A department's place on the platform. Its name is its namespace: opaque, and it survives the department's renaming. */
export const Tenant = defineKind({
  group: 'tenancy.dizuo',
  version: 'v1alpha1',
  kind: 'Tenant',
  plural: 'tenants',
  scope: 'Cluster',
  title: { zh: '租户', en: 'Tenant' },
  description: "A department's place on the platform; the tenant's name is its namespace",
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 100, description: 'Name that people see; may change' }),
      departmentRef: NameRef('Department that this tenant belongs to'),
      suspended: Type.Optional(Type.Boolean({ default: false, description: 'Nothing new may be ordered or deployed; what runs goes on' })),
    }),
    status: Type.Optional(
      Type.Object({
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.departmentRef'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Department', type: 'string', jsonPath: '.spec.departmentRef' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
