import Type from 'typebox';
import { decidedStatus } from '../approval/decision-record.ts';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList, Conditions, LocalizedText, MapList, NameRef, SetList, Timestamp } from '../meta/schema.ts';
import { Day, StackItem, Yuan } from './system-parts.ts';

/** A project or budget line that is checked against inventory, ledger, catalog, contracts and standards before it is approved. */
export const ItProject = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'ItProject',
  plural: 'itprojects',
  scope: 'Namespaced',
  title: { zh: '信息化项目', en: 'IT project' },
  description: 'A project or budget line, checked before it is approved',
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 100 }),
      departmentRef: NameRef('Department that asks for it'),
      category: Type.Enum(['build', 'upgrade', 'maintenance', 'purchase'], {
        description: 'build 新建, upgrade 升级改造, maintenance 运维, purchase 购买服务',
      }),
      purpose: Type.String({ minLength: 2, maxLength: 4000 }),
      functions: Type.Optional(
        SetList(Type.String({ minLength: 1, maxLength: 100 }), { description: 'What it shall do, a few words each' }),
      ),
      dataCodes: Type.Optional(SetList(Type.String({ minLength: 1, maxLength: 100 }), { description: 'Records that it shall hold' })),
      linesOfBusiness: Type.Optional(SetList(Type.String({ minLength: 1, maxLength: 100 }))),
      systemRefs: Type.Optional(SetList(NameRef('Existing system that it is about'))),
      newSystems: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'Systems that it would add' })),
      moduleOf: Type.Optional(NameRef('Large system that it becomes a module of')),
      replaces: Type.Optional(SetList(NameRef('System that it takes the place of'))),
      exceptionRef: Type.Optional(NameRef('Ledger exception that it holds')),
      stack: Type.Optional(MapList(StackItem, ['role', 'name'])),
      budget: MapList(
        Type.Object({
          name: Type.String({ minLength: 1, maxLength: 100 }),
          kind: Type.Enum(['software', 'hardware', 'component', 'service', 'other']),
          amount: Yuan('Amount in yuan'),
          component: Type.Optional(
            Type.String({ maxLength: 100, description: 'What it buys, in words: database, message queue, single sign-on' }),
          ),
        }),
        ['name'],
        { maxItems: 200 },
      ),
      startsOn: Type.Optional(Day()),
      endsOn: Type.Optional(Day()),
      standards: Type.Optional(SetList(Type.String({ maxLength: 100 }), { description: 'Standards that it promises to keep' })),
      requester: Type.Optional(Type.String({ description: 'Set by the platform: who sent it' })),
      withdrawn: Type.Optional(Type.Boolean({ default: false })),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Checking', 'Pending', 'SentBack', 'Approved', 'Rejected', 'Withdrawn'])),
        checks: Type.Optional(
          AtomicList(
            Type.Object({
              name: Type.Enum(['inventory', 'ledger', 'catalog', 'contracts', 'standards']),
              result: Type.Enum(['pass', 'warn', 'fail']),
              code: Type.String({ description: 'Stable name of the finding' }),
              message: LocalizedText,
              refs: Type.Optional(
                AtomicList(
                  Type.Object({
                    kind: Type.String(),
                    namespace: Type.Optional(Type.String()),
                    name: Type.String(),
                    displayName: Type.Optional(Type.String()),
                  }),
                ),
              ),
              saves: Type.Optional(Type.Integer({ description: 'Yuan that need not be spent' })),
            }),
          ),
        ),
        checkedAt: Type.Optional(Timestamp()),
        checkedGeneration: Type.Optional(Type.Integer({ description: 'Generation that the checks are about' })),
        ...decidedStatus,
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.departmentRef', 'spec.category', 'status.phase'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Department', type: 'string', jsonPath: '.spec.departmentRef' },
    { name: 'Category', type: 'string', jsonPath: '.spec.category' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
