import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { MapList, NameRef, Timestamp } from '../meta/schema.ts';
import { platformRoles, tenantRoles } from '../meta/well-known.ts';

/** Gives a role to people, departments or positions. In `dizuo-system` a platform role that holds everywhere; elsewhere a tenant role. */
export const Grant = defineKind({
  group: 'access.dizuo',
  version: 'v1alpha1',
  kind: 'Grant',
  plural: 'grants',
  scope: 'Namespaced',
  title: { zh: '授权', en: 'Grant' },
  description: 'Gives a role in a namespace to people, departments or positions',
  body: Type.Object({
    spec: Type.Object({
      role: Type.Enum([...platformRoles, ...tenantRoles]),
      subjects: MapList(
        Type.Object({ kind: Type.Enum(['User', 'Department', 'Position']), name: NameRef('Name of the user, department or position') }),
        ['kind', 'name'],
        { minItems: 1 },
      ),
      expiresAt: Type.Optional(Timestamp('Ends by itself at this time')),
      reason: Type.Optional(Type.String({ maxLength: 500, description: 'Why, for the auditor' })),
    }),
  }),
  selectableFields: ['spec.role'],
  columns: [
    { name: 'Role', type: 'string', jsonPath: '.spec.role' },
    { name: 'Subject', type: 'string', jsonPath: '.spec.subjects[0].name' },
    { name: 'Expires', type: 'date', jsonPath: '.spec.expiresAt' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
