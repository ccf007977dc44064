import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList, Conditions, Dictionary, NameRef, SetList, Timestamp } from '../meta/schema.ts';

export const SubjectRef = Type.Object({ apiVersion: Type.String(), kind: Type.String(), name: Type.String(), uid: Type.String() });

/** A run of a process about one object. The engine's state is kept in a table; this is what people see. */
export const ProcessInstance = defineKind({
  group: 'approval.dizuo',
  version: 'v1alpha1',
  kind: 'ProcessInstance',
  plural: 'processinstances',
  scope: 'Namespaced',
  title: { zh: '流程实例', en: 'Process instance' },
  description: 'A run of a process about one object',
  body: Type.Object({
    spec: Type.Object({
      definitionRef: NameRef('Process definition'),
      /** The diagram as it was when the run started: later changes of the definition do not touch it. */
      definitionGeneration: Type.Integer(),
      subject: SubjectRef,
      /** Facts that the process may ask for: who ordered, for instance. */
      variables: Type.Optional(Dictionary(Type.String())),
      cancelled: Type.Optional(Type.Boolean({ default: false, description: 'Ends the run: its open tasks are taken back' })),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Running', 'Completed', 'Terminated', 'Failed'])),
        outcome: Type.Optional(Type.String({ description: 'How it ended: the outcome of the end event that was reached' })),
        activeElements: Type.Optional(SetList(Type.String({ description: 'BPMN element id' }))),
        history: Type.Optional(
          AtomicList(
            Type.Object({
              elementId: Type.String(),
              name: Type.Optional(Type.String()),
              enteredAt: Timestamp(),
              leftAt: Type.Optional(Timestamp()),
              by: Type.Optional(Type.String()),
              outcome: Type.Optional(Type.String()),
              comment: Type.Optional(Type.String()),
            }),
          ),
        ),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.definitionRef', 'status.phase', 'spec.subject.uid'],
  columns: [
    { name: 'Definition', type: 'string', jsonPath: '.spec.definitionRef' },
    { name: 'Subject', type: 'string', jsonPath: '.spec.subject.name' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
