import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, NameRef, Timestamp } from '../meta/schema.ts';
import { countedSystems, countScope } from './count.ts';
import { Day } from './system-parts.ts';

/** Resource by which the commit sees to it that a department has one ledger. */
const ledgers = 'ledgers';

/**
 * How many systems a department may have: once frozen, the count that it has then, and with every system that goes one less, never more.
 * One object named `default` in the tenant of a bureau; it counts over the bureau and all units below it.
 */
export const Ledger = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'Ledger',
  plural: 'ledgers',
  scope: 'Namespaced',
  title: { zh: '系统台账', en: 'Ledger' },
  description: 'How many systems a department may have: may fall, never rise',
  body: Type.Object({
    spec: Type.Object({
      departmentRef: NameRef('Bureau whose systems, with those of all units below it, are counted'),
      phase: Type.Optional(
        Type.Enum(['inventory', 'frozen'], {
          default: 'inventory',
          description:
            'inventory: systems are still being recorded and nothing is limited; frozen: the count may only fall. There is no way back',
        }),
      ),
      target: Type.Optional(Type.Integer({ minimum: 0, default: 5, description: 'Systems that shall be left' })),
      targetOn: Type.Optional(Day('When the target shall be reached')),
    }),
    status: Type.Optional(
      Type.Object({
        opening: Type.Optional(Type.Integer({ description: 'Count when it was frozen' })),
        frozenAt: Type.Optional(Timestamp()),
        count: Type.Optional(Type.Integer({ description: 'Systems counted now' })),
        limit: Type.Optional(Type.Integer({ description: 'The most that may be counted now' })),
        excepted: Type.Optional(Type.Integer({ description: 'Systems beyond it that hold an exception' })),
        over: Type.Optional(Type.Integer({ description: 'Of these, the systems whose exception has ended' })),
        overSince: Type.Optional(Day('Day after which the first of these exceptions had ended')),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  usage: ({ spec }) => [{ scope: countScope.department(spec.departmentRef), resource: ledgers, amount: 1 }],
  limits: ({ spec }) => [
    {
      scope: countScope.department(spec.departmentRef),
      hard: { [ledgers]: 1, ...(spec.phase === 'frozen' ? { [countedSystems]: null } : {}) },
      ratchet: true,
    },
  ],
  selectableFields: ['spec.departmentRef', 'spec.phase'],
  columns: [
    { name: 'Department', type: 'string', jsonPath: '.spec.departmentRef' },
    { name: 'Phase', type: 'string', jsonPath: '.spec.phase' },
    { name: 'Opening', type: 'integer', jsonPath: '.status.opening' },
    { name: 'Count', type: 'integer', jsonPath: '.status.count' },
    { name: 'Target', type: 'integer', jsonPath: '.spec.target' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
