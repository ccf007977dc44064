import Type from 'typebox';
import { AtomicList, Timestamp } from '../meta/schema.ts';

/** Decisions made about an object, oldest first, each with the generation that was decided on. */
export const DecisionRecords = AtomicList(
  Type.Object({
    outcome: Type.Enum(['approve', 'reject', 'sendBack']),
    by: Type.String(),
    at: Timestamp(),
    comment: Type.Optional(Type.String()),
    generation: Type.Integer({ description: 'Generation of the object that was decided on' }),
    run: Type.Optional(Type.String({ description: 'Process instance in which it was made' })),
  }),
);

/** What the platform keeps in the status of an object that a process decides on. */
export const decidedStatus = {
  decisions: Type.Optional(DecisionRecords),
  decidedBy: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Timestamp()),
  comment: Type.Optional(Type.String({ description: 'What the last decider said' })),
  askedGeneration: Type.Optional(Type.Integer({ description: 'Generation that was sent back: a later one answers' })),
  processInstanceRef: Type.Optional(Type.String()),
};
