import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, LocalizedText, NameRef, SetList, Timestamp } from '../meta/schema.ts';
import { SubjectRef } from './process-instance.ts';

/** A decision that a person has to make. It is made by setting `spec.outcome` (and `spec.comment`) once. */
export const HumanTask = defineKind({
  group: 'approval.dizuo',
  version: 'v1alpha1',
  kind: 'HumanTask',
  plural: 'humantasks',
  shortNames: ['task'],
  scope: 'Namespaced',
  title: { zh: '待办任务', en: 'Task' },
  description: 'A decision that a person has to make: set spec.outcome, with spec.comment where a reason is due',
  body: Type.Object({
    spec: Type.Object({
      title: LocalizedText,
      processInstanceRef: NameRef('Process instance'),
      elementId: Type.String({ description: 'BPMN element id' }),
      subject: SubjectRef,
      /** Platform or tenant roles whose holders may decide. */
      candidateRoles: Type.Optional(SetList(Type.String())),
      candidateUsers: Type.Optional(SetList(Type.String())),
      /** Who may not decide, because it is their own order. */
      requester: Type.Optional(Type.String()),
      outcomes: SetList(Type.Enum(['approve', 'reject', 'sendBack', 'submit'])),
      dueAt: Type.Optional(Timestamp()),
      outcome: Type.Optional(Type.Enum(['approve', 'reject', 'sendBack', 'submit'])),
      comment: Type.Optional(Type.String({ maxLength: 2000, description: 'Due for reject and sendBack' })),
      /** Set by the platform from the caller who set the outcome. */
      completedBy: Type.Optional(Type.String()),
      completedAt: Type.Optional(Timestamp()),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Open', 'Completed', 'Cancelled'])),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['status.phase', 'spec.subject.uid', 'spec.processInstanceRef'],
  columns: [
    { name: 'Title', type: 'string', jsonPath: '.spec.title.zh' },
    { name: 'Subject', type: 'string', jsonPath: '.spec.subject.name' },
    { name: 'Outcome', type: 'string', jsonPath: '.spec.outcome' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
