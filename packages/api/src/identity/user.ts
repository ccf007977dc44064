import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, MapList, NameRef, Timestamp } from '../meta/schema.ts';

/** A person who signs in. The name is the sign-in name. Passwords are not part of the object. */
export const User = defineKind({
  group: 'identity.dizuo',
  version: 'v1alpha1',
  kind: 'User',
  plural: 'users',
  scope: 'Cluster',
  title: { zh: '用户', en: 'User' },
  description: 'A person who signs in; the name is the sign-in name',
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 50 }),
      category: Type.Optional(Type.Enum(['staff', 'contractor', 'citizen'], { default: 'staff' })),
      email: Type.Optional(Type.String({ maxLength: 254, format: 'email' })),
      phone: Type.Optional(Type.String({ maxLength: 20, pattern: '^[0-9+ -]*$' })),
      disabled: Type.Optional(Type.Boolean({ default: false, description: 'May not sign in; sessions end at once' })),
      appointments: Type.Optional(
        MapList(
          Type.Object({
            departmentRef: NameRef('Department'),
            positionRef: NameRef('Position in that department'),
            primary: Type.Optional(Type.Boolean({ default: false, description: 'Active after sign-in unless another is chosen' })),
            from: Type.Optional(Timestamp('In force from')),
            until: Type.Optional(Timestamp('In force until')),
          }),
          ['departmentRef', 'positionRef'],
          { description: 'Posts the person holds; one of them is active in a session' },
        ),
      ),
    }),
    status: Type.Optional(
      Type.Object({
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.category'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Department', type: 'string', jsonPath: '.spec.appointments[0].departmentRef' },
    { name: 'Disabled', type: 'boolean', jsonPath: '.spec.disabled' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
