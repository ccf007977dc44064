import Type from 'typebox';
import { countedSystems, countScope } from '../integration/count.ts';
import { defineKind } from '../meta/define-kind.ts';
import { LocalizedText, NameRef, SetList } from '../meta/schema.ts';

/** A piece of software that a department offers: what its workloads, routes and components belong to. Deleted, it takes its workloads along. */
export const Application = defineKind({
  group: 'apps.dizuo',
  version: 'v1alpha1',
  kind: 'Application',
  plural: 'applications',
  shortNames: ['app'],
  categories: ['all'],
  scope: 'Namespaced',
  title: { zh: '应用', en: 'Application' },
  description: 'A piece of software that a department offers; deleted, it takes its workloads along',
  body: Type.Object({
    spec: Type.Object({
      displayName: LocalizedText,
      description: Type.Optional(LocalizedText),
      departmentRef: Type.Optional(NameRef('Department that answers for it')),
      /** How it stands to the ledger of its bureau: it counts as a system unless it is one that is counted already. */
      realises: Type.Optional(NameRef('System of this tenant’s inventory that it is, on the platform')),
      moduleOf: Type.Optional(
        Type.Object(
          {
            tenant: Type.Optional(NameRef('Tenant of the large system; this one by default')),
            largeSystemRef: NameRef('Large system'),
            module: NameRef('Module that it is'),
          },
          { description: 'It is a module of a large system' },
        ),
      ),
      replaces: Type.Optional(SetList(NameRef('System of this tenant that it takes the place of'), { maxItems: 50 })),
      exceptionRef: Type.Optional(NameRef('Ledger exception that allows it to be counted beyond the limit')),
      countedIn: Type.Optional(NameRef('Set by the platform: department whose ledger counts it')),
      documentation: Type.Optional(Type.String({ maxLength: 2000, description: 'Address of its documentation' })),
    }),
  }),
  usage: ({ metadata, spec }) => {
    if (!spec.countedIn || spec.moduleOf || spec.realises) return [];
    const scope = spec.exceptionRef
      ? countScope.exception(metadata.namespace ?? '', spec.exceptionRef)
      : countScope.department(spec.countedIn);
    return [{ scope, resource: countedSystems, amount: 1 }];
  },
  selectableFields: ['spec.departmentRef', 'spec.countedIn'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName.zh' },
    { name: 'Department', type: 'string', jsonPath: '.spec.departmentRef', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
