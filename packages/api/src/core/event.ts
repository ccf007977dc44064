import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { SaidSchema } from '../meta/sentence.ts';

const ObjectReference = Type.Object({
  apiVersion: Type.Optional(Type.String()),
  kind: Type.Optional(Type.String()),
  namespace: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  uid: Type.Optional(Type.String()),
  resourceVersion: Type.Optional(Type.String()),
  fieldPath: Type.Optional(Type.String()),
});

/** Kubernetes core v1 Event: what happened to an object, for people. Kept for a day. */
export const Event = defineKind({
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  scope: 'Namespaced',
  title: { zh: '事件', en: 'Event' },
  description: 'What happened to an object',
  body: Type.Object({
    involvedObject: ObjectReference,
    reason: Type.Optional(Type.String()),
    message: Type.Optional(Type.String()),
    said: Type.Optional(SaidSchema),
    source: Type.Optional(Type.Object({ component: Type.Optional(Type.String()), host: Type.Optional(Type.String()) })),
    firstTimestamp: Type.Optional(Type.String({ format: 'date-time' })),
    lastTimestamp: Type.Optional(Type.String({ format: 'date-time' })),
    count: Type.Optional(Type.Integer()),
    type: Type.Optional(Type.Enum(['Normal', 'Warning'])),
    action: Type.Optional(Type.String()),
    reportingComponent: Type.Optional(Type.String()),
    reportingInstance: Type.Optional(Type.String()),
  }),
  selectableFields: ['involvedObject.uid', 'involvedObject.name', 'involvedObject.namespace', 'involvedObject.kind', 'reason', 'type'],
  columns: [
    { name: 'Last Seen', type: 'date', jsonPath: '.lastTimestamp' },
    { name: 'Type', type: 'string', jsonPath: '.type' },
    { name: 'Reason', type: 'string', jsonPath: '.reason' },
    { name: 'Object', type: 'string', jsonPath: '.involvedObject.name' },
    { name: 'Message', type: 'string', jsonPath: '.message' },
  ],
});
