import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Amounts, Conditions, NameRef, OpenObject } from '../meta/schema.ts';
import { DecisionRecords } from './decision-record.ts';

/** An order: what, why, for how long. Approved, it is delivered by itself. */
export const Request = defineKind({
  group: 'approval.dizuo',
  version: 'v1alpha1',
  kind: 'Request',
  plural: 'requests',
  scope: 'Namespaced',
  title: { zh: '申请单', en: 'Order' },
  description: 'An order: what, why, for how long',
  body: Type.Object({
    spec: Type.Object({
      purpose: Type.String({ minLength: 2, maxLength: 1000, description: 'What it is for' }),
      durationMonths: Type.Integer({ minimum: 1, maximum: 60, description: 'For how many months' }),
      service: Type.Object({
        classRef: NameRef('Component'),
        planRef: NameRef('Plan'),
        instanceName: NameRef('Name of the instance to be delivered'),
        displayName: Type.Optional(Type.String({ maxLength: 100 })),
        bindingName: Type.Optional(NameRef('Name of the binding (and its Secret) made with it; the instance name by default')),
        parameters: Type.Optional(OpenObject()),
      }),
      /** Set by the platform from the caller; never by the writer. */
      requester: Type.Optional(Type.String({ description: 'User who sent it' })),
      withdrawn: Type.Optional(Type.Boolean({ default: false, description: 'Taken back by the requester before the decision' })),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(
          Type.Enum(['Pending', 'SentBack', 'Approved', 'Rejected', 'Withdrawn', 'Delivering', 'Delivered', 'Failed'], {
            description: 'Pending waits for a decision, SentBack for the requester (changing spec sends it again)',
          }),
        ),
        monthlyCost: Type.Optional(Type.Number()),
        takes: Type.Optional(Amounts),
        processInstanceRef: Type.Optional(Type.String()),
        instanceRef: Type.Optional(Type.String()),
        triedFor: Type.Optional(Type.String({ description: 'The request for another attempt that was answered last' })),
        decisions: Type.Optional(DecisionRecords),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.requester', 'status.phase', 'spec.service.classRef'],
  columns: [
    { name: 'Component', type: 'string', jsonPath: '.spec.service.classRef' },
    { name: 'Plan', type: 'string', jsonPath: '.spec.service.planRef' },
    { name: 'Requester', type: 'string', jsonPath: '.spec.requester' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
