import Type from 'typebox';
import { decidedStatus } from '../approval/decision-record.ts';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, NameRef, SetList, Timestamp } from '../meta/schema.ts';
import { Day } from './system-parts.ts';

/** What departments are asked about their systems, and by when. */
export const Survey = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'Survey',
  plural: 'surveys',
  scope: 'Cluster',
  title: { zh: '系统调研', en: 'Survey' },
  description: 'What departments are asked about their systems, and by when',
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 100 }),
      guidance: Type.Optional(Type.String({ maxLength: 4000, description: 'What to look out for' })),
      tenants: SetList(NameRef('Tenant that is asked'), { minItems: 1, maxItems: 200 }),
      fields: SetList(Type.String({ description: 'Path in the spec of InformationSystem that must be filled in' }), { minItems: 1 }),
      dueOn: Day('Last day for the answer'),
      remindDaysBefore: Type.Optional(
        SetList(Type.Integer({ minimum: 0, maximum: 60 }), { description: 'Days before the last day on which open ones are reminded' }),
      ),
      closed: Type.Optional(Type.Boolean({ default: false })),
    }),
    status: Type.Optional(
      Type.Object({
        asked: Type.Optional(Type.Integer()),
        answered: Type.Optional(Type.Integer({ description: 'Signed off by the head' })),
        overdue: Type.Optional(Type.Integer()),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Due', type: 'string', jsonPath: '.spec.dueOn' },
    { name: 'Asked', type: 'integer', jsonPath: '.status.asked' },
    { name: 'Answered', type: 'integer', jsonPath: '.status.answered' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});

/** One department's part in a survey: filled in by its people, signed off by its head. Named after the survey. */
export const SurveyResponse = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'SurveyResponse',
  plural: 'surveyresponses',
  scope: 'Namespaced',
  title: { zh: '调研答复', en: 'Survey response' },
  description: "One department's part in a survey, signed off by its head",
  body: Type.Object({
    spec: Type.Object({
      surveyRef: NameRef('Survey'),
      departmentRef: NameRef('Department that answers'),
      dueOn: Day(),
      /** The department says that everything is filled in; the head signs or sends back. */
      submitted: Type.Optional(Type.Boolean({ default: false })),
      submitter: Type.Optional(Type.String({ description: 'Set by the platform: who said so' })),
      comment: Type.Optional(Type.String({ maxLength: 2000 })),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Open', 'Submitted', 'SentBack', 'SignedOff', 'Closed'])),
        systems: Type.Optional(Type.Integer({ description: 'Systems recorded' })),
        incomplete: Type.Optional(Type.Integer({ description: 'Of these, with fields that are still open' })),
        remindedAt: Type.Optional(Timestamp()),
        signedBy: Type.Optional(Type.String()),
        signedAt: Type.Optional(Timestamp()),
        ...decidedStatus,
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.surveyRef', 'status.phase'],
  columns: [
    { name: 'Survey', type: 'string', jsonPath: '.spec.surveyRef' },
    { name: 'Department', type: 'string', jsonPath: '.spec.departmentRef' },
    { name: 'Due', type: 'string', jsonPath: '.spec.dueOn' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
