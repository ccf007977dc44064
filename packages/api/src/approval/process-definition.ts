import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, LocalizedText } from '../meta/schema.ts';

/** A BPMN 2.0 process that the platform runs. */
export const ProcessDefinition = defineKind({
  group: 'approval.dizuo',
  version: 'v1alpha1',
  kind: 'ProcessDefinition',
  plural: 'processdefinitions',
  scope: 'Cluster',
  title: { zh: '流程定义', en: 'Process definition' },
  description: 'A BPMN 2.0 process that the platform runs',
  body: Type.Object({
    spec: Type.Object({
      displayName: LocalizedText,
      appliesTo: Type.Enum(['Request', 'Disposition', 'LedgerException', 'ItProject', 'SurveyResponse'], {
        description: 'Kind of object that starts it',
      }),
      bpmn: Type.String({ minLength: 1, maxLength: 500000, description: 'BPMN 2.0 XML with diagram' }),
    }),
    status: Type.Optional(Type.Object({ observedGeneration: Type.Optional(Type.Integer()), conditions: Type.Optional(Conditions) })),
  }),
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName.zh' },
    { name: 'Applies To', type: 'string', jsonPath: '.spec.appliesTo' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
