import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, MapList, NameRef, SetList } from '../meta/schema.ts';
import { Day } from './system-parts.ts';

/** A department's waves. One object named `default` in each tenant. */
export const IntegrationPlan = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'IntegrationPlan',
  plural: 'integrationplans',
  scope: 'Namespaced',
  title: { zh: '整合计划', en: 'Integration plan' },
  description: "A department's waves of integration, with dates and dependencies",
  body: Type.Object({
    spec: Type.Object({
      departmentRef: NameRef('Department'),
      waves: MapList(
        Type.Object({
          name: NameRef('Name of the wave'),
          displayName: Type.String({ minLength: 1, maxLength: 100 }),
          startsOn: Day('First day'),
          endsOn: Day('Last day'),
          dependsOn: Type.Optional(SetList(NameRef('Wave that must end first'))),
          goal: Type.Optional(Type.String({ maxLength: 1000 })),
        }),
        ['name'],
        { maxItems: 50 },
      ),
    }),
    status: Type.Optional(
      Type.Object({
        waves: Type.Optional(
          MapList(
            Type.Object({
              name: Type.String(),
              systems: Type.Integer(),
              decided: Type.Integer(),
              done: Type.Integer(),
              overdue: Type.Integer({ description: 'Not done after their last day' }),
            }),
            ['name'],
          ),
        ),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  columns: [
    { name: 'Department', type: 'string', jsonPath: '.spec.departmentRef' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
