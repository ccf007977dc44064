import Type from 'typebox';
import { decidedStatus } from '../approval/decision-record.ts';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, NameRef, SetList, Steps, Timestamp } from '../meta/schema.ts';
import { Day } from './system-parts.ts';

export const dispositionWays = ['merge', 'connect', 'keep', 'retire'] as const;

/** What becomes of one system. Its name is the system's. Proposed by people or by the assessment, decided in a process, done in a wave. */
export const Disposition = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'Disposition',
  plural: 'dispositions',
  scope: 'Namespaced',
  title: { zh: '处置方案', en: 'Disposition' },
  description: 'What becomes of one system: merge, connect, keep or retire',
  body: Type.Object({
    spec: Type.Object({
      systemRef: NameRef('The system; also the name of this object'),
      displayName: Type.Optional(Type.String({ maxLength: 100, description: 'Set by the platform: what the system is called' })),
      departmentRef: Type.Optional(NameRef('Set by the platform: department that answers for the system; its head decides')),
      way: Type.Enum([...dispositionWays], { description: 'merge 融合, connect 联通, keep 保留, retire 下线' }),
      merge: Type.Optional(
        Type.Object({
          largeSystemRef: NameRef('Large system that it merges into'),
          module: NameRef('Module that it becomes'),
        }),
      ),
      connect: Type.Optional(
        Type.Object({
          host: Type.String({ minLength: 1, maxLength: 253, description: 'Host name at the gateway' }),
          path: Type.Optional(Type.String({ maxLength: 200, pattern: '^/', default: '/' })),
          address: Type.String({ minLength: 1, maxLength: 300, description: 'host:port of the system as it stands' }),
          tls: Type.Optional(Type.Boolean({ default: false })),
          signIn: Type.Optional(Type.Enum(['required', 'optional'], { default: 'required' })),
        }),
      ),
      reason: Type.String({ minLength: 2, maxLength: 2000, description: 'Why this way' }),
      wave: Type.Optional(NameRef('Wave of the plan')),
      startsOn: Type.Optional(Day('Planned first day')),
      endsOn: Type.Optional(Day('Planned last day')),
      dependsOn: Type.Optional(SetList(NameRef('Disposition that must be done first'), { maxItems: 50 })),
      proposer: Type.Optional(Type.String({ description: 'Set by the platform: who proposed it' })),
      withdrawn: Type.Optional(Type.Boolean({ default: false })),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Proposed', 'SentBack', 'Rejected', 'Withdrawn', 'Decided', 'InProgress', 'Done', 'Failed'])),
        proposed: Type.Optional(Type.Enum([...dispositionWays], { description: 'What the assessment proposed when this was made' })),
        ...decidedStatus,
        doneAt: Type.Optional(Timestamp()),
        steps: Type.Optional(Steps),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.way', 'spec.wave', 'status.phase'],
  columns: [
    { name: 'System', type: 'string', jsonPath: '.spec.systemRef' },
    { name: 'Way', type: 'string', jsonPath: '.spec.way' },
    { name: 'Wave', type: 'string', jsonPath: '.spec.wave' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Ends', type: 'string', jsonPath: '.spec.endsOn' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
