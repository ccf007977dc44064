import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, MapList, NameRef, SetList } from '../meta/schema.ts';
import { countedSystems, countScope } from './count.ts';

/** One of the few systems that a department keeps: others live on in it as modules. It counts as one. */
export const LargeSystem = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'LargeSystem',
  plural: 'largesystems',
  scope: 'Namespaced',
  title: { zh: '大系统', en: 'Large system' },
  description: 'One of the few systems that a department keeps: others live on in it as modules',
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 100 }),
      description: Type.Optional(Type.String({ maxLength: 2000 })),
      departmentRef: NameRef('Department that answers for it'),
      linesOfBusiness: Type.Optional(SetList(Type.String({ minLength: 1, maxLength: 100 }))),
      modules: Type.Optional(
        MapList(
          Type.Object({
            name: NameRef('Name of the module'),
            displayName: Type.String({ minLength: 1, maxLength: 100 }),
            description: Type.Optional(Type.String({ maxLength: 1000 })),
            applicationRef: Type.Optional(NameRef('Application of this tenant that is the module')),
          }),
          ['name'],
        ),
      ),
      formedFrom: Type.Optional(SetList(NameRef('System of this tenant whose place it takes'), { maxItems: 100 })),
      tenants: Type.Optional(
        SetList(NameRef('Other tenant of the same bureau'), { maxItems: 20, description: 'Whose applications may be modules of it' }),
      ),
      members: Type.Optional(
        MapList(
          Type.Object({
            kind: Type.Enum(['InformationSystem', 'Application']),
            tenant: NameRef('Tenant'),
            name: NameRef('Name'),
            module: NameRef('Module that it lives on in'),
          }),
          ['kind', 'tenant', 'name'],
          { description: 'Set by the platform: what lives on in its modules' },
        ),
      ),
      exceptionRef: Type.Optional(NameRef('Ledger exception that allows it to be counted beyond the limit')),
      countedIn: Type.Optional(NameRef('Set by the platform: department whose ledger counts it')),
    }),
    status: Type.Optional(
      Type.Object({
        modules: Type.Optional(
          MapList(
            Type.Object({
              name: Type.String(),
              running: Type.Boolean({ description: 'Its application runs on the platform' }),
              systems: Type.Integer({ description: 'Systems that live on in it' }),
              retired: Type.Integer({ description: 'Of these, switched off' }),
            }),
            ['name'],
          ),
        ),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  usage: ({ metadata, spec }) => {
    if (!spec.countedIn) return [];
    const scope = spec.exceptionRef
      ? countScope.exception(metadata.namespace ?? '', spec.exceptionRef)
      : countScope.department(spec.countedIn);
    return [{ scope, resource: countedSystems, amount: 1 }];
  },
  selectableFields: ['spec.departmentRef', 'spec.countedIn'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Department', type: 'string', jsonPath: '.spec.departmentRef' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
