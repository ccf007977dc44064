import Type from 'typebox';
import { decidedStatus } from '../approval/decision-record.ts';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, MapList, NameRef } from '../meta/schema.ts';
import { countedSystems, countScope } from './count.ts';
import { Day } from './system-parts.ts';

/** A decided, dated permission to have more systems than the ledger allows. Expired, it returns to the inbox. */
export const LedgerException = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'LedgerException',
  plural: 'ledgerexceptions',
  scope: 'Namespaced',
  title: { zh: '台账例外', en: 'Ledger exception' },
  description: 'A decided, dated permission to have more systems than the ledger allows',
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 100 }),
      departmentRef: NameRef('Bureau whose ledger it is about'),
      cause: Type.Enum(['newNeed', 'lateRegistration'], {
        description:
          'newNeed: something new that fits in no large system; lateRegistration: it existed before the ledger was frozen and was forgotten',
      }),
      systems: Type.Integer({ minimum: 1, maximum: 20, default: 1, description: 'How many systems it allows' }),
      until: Type.Optional(Day('Last day; due for newNeed')),
      reason: Type.String({ minLength: 2, maxLength: 2000 }),
      requester: Type.Optional(Type.String({ description: 'Set by the platform: who asked for it' })),
      withdrawn: Type.Optional(Type.Boolean({ default: false })),
      holders: Type.Optional(
        MapList(Type.Object({ kind: Type.String(), name: Type.String() }), ['kind', 'name'], {
          description: 'Set by the platform: what holds it or held it. A place is not given twice',
        }),
      ),
      /** Set by the platform, from the decision and the calendar. */
      granted: Type.Optional(Type.Boolean({ default: false, description: 'Set by the platform: in force' })),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Pending', 'SentBack', 'Rejected', 'Withdrawn', 'Granted', 'Expired'])),
        ...decidedStatus,
        expiries: Type.Optional(Type.Integer({ description: 'How often its last day passed' })),
        used: Type.Optional(Type.Integer({ description: 'Systems that hold it' })),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  limits: ({ metadata, spec }) => [
    { scope: countScope.exception(metadata.namespace ?? '', metadata.name), hard: { [countedSystems]: spec.granted ? spec.systems : 0 } },
  ],
  selectableFields: ['spec.departmentRef', 'status.phase'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Cause', type: 'string', jsonPath: '.spec.cause' },
    { name: 'Until', type: 'string', jsonPath: '.spec.until' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
