import Type from 'typebox';
import { defineKind, type QuotaUse } from '../meta/define-kind.ts';
import { Conditions, MapList, NameRef, SetList, Timestamp } from '../meta/schema.ts';
import { countedSystems, countScope } from './count.ts';
import {
  Addresses,
  DataHolding,
  Day,
  StackItem,
  SystemContract,
  SystemCost,
  SystemHosting,
  SystemInterface,
  SystemSecurity,
  SystemUse,
  systemLevels,
  systemLifecycles,
} from './system-parts.ts';

/**
 * A system that a department uses: its own, the city's or the nation's. Only what the district may change (`level` district or unit) and
 * what is neither planned, retired, replaced nor a module of a large system counts towards the ledger.
 */
export const InformationSystem = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'InformationSystem',
  plural: 'informationsystems',
  shortNames: ['is'],
  scope: 'Namespaced',
  title: { zh: '信息系统', en: 'Information system' },
  description: "A system that a department uses: its own, the city's or the nation's",
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 100 }),
      description: Type.Optional(Type.String({ maxLength: 2000 })),
      departmentRef: NameRef("Department or subordinate unit that answers for it: the tenant's own, or one below it"),
      linesOfBusiness: Type.Optional(
        SetList(Type.String({ minLength: 1, maxLength: 100 }), { description: 'Lines of business that it serves' }),
      ),
      functions: Type.Optional(SetList(Type.String({ minLength: 1, maxLength: 100 }), { description: 'What it does, a few words each' })),
      serviceItems: Type.Optional(
        SetList(Type.String({ minLength: 1, maxLength: 100 }), { description: 'Items of public service that it handles' }),
      ),
      level: Type.Enum([...systemLevels], {
        description:
          'Who decides on it: national 国家级, city 市级, district 区级, unit 下属单位; only the last two are the district’s to change',
      }),
      lifecycle: Type.Optional(Type.Enum([...systemLifecycles], { default: 'running' })),
      commissionedOn: Type.Optional(Day('In use since')),
      lastActiveOn: Type.Optional(Day('Last day on which somebody worked with it, as far as its owner knows')),
      use: Type.Optional(SystemUse),
      contract: Type.Optional(SystemContract),
      cost: Type.Optional(SystemCost),
      stack: Type.Optional(MapList(StackItem, ['role', 'name'])),
      hosting: Type.Optional(SystemHosting),
      addresses: Type.Optional(Addresses),
      data: Type.Optional(MapList(DataHolding, ['code'])),
      interfaces: Type.Optional(MapList(SystemInterface, ['name'])),
      security: Type.Optional(SystemSecurity),
      contact: Type.Optional(Type.String({ maxLength: 100, description: 'Post that knows it' })),
      /** How it stands to the ledger. */
      replaces: Type.Optional(SetList(NameRef('System of this tenant that this one takes the place of'), { maxItems: 50 })),
      moduleOf: Type.Optional(
        Type.Object(
          { largeSystemRef: NameRef('Large system'), module: NameRef('Name of the module in it') },
          { description: 'Lives on as a module' },
        ),
      ),
      exceptionRef: Type.Optional(NameRef('Ledger exception that allows it to be counted beyond the limit')),
      replacedBy: Type.Optional(NameRef('Set by the platform: what takes its place')),
      replacedByKind: Type.Optional(
        Type.Enum(['InformationSystem', 'LargeSystem', 'Application'], {
          description: 'Set by the platform: the kind of what takes its place',
        }),
      ),
      realisedBy: Type.Optional(NameRef('Set by the platform: application of this tenant that is this system on the platform')),
      countedIn: Type.Optional(NameRef('Set by the platform: department whose ledger counts it')),
    }),
    status: Type.Optional(
      Type.Object({
        lastSeenAt: Type.Optional(Timestamp('Last request that the gateway carried to it')),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  usage: ({ metadata, spec }): QuotaUse[] => {
    if (!spec.countedIn || !counts(spec)) return [];
    const scope = spec.exceptionRef
      ? countScope.exception(metadata.namespace ?? '', spec.exceptionRef)
      : countScope.department(spec.countedIn);
    return [{ scope, resource: countedSystems, amount: 1 }];
  },
  selectableFields: ['spec.departmentRef', 'spec.level', 'spec.lifecycle', 'spec.countedIn'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Department', type: 'string', jsonPath: '.spec.departmentRef' },
    { name: 'Level', type: 'string', jsonPath: '.spec.level' },
    { name: 'Lifecycle', type: 'string', jsonPath: '.spec.lifecycle' },
    { name: 'Vendor', type: 'string', jsonPath: '.spec.contract.vendor', priority: 1 },
    { name: 'Contract Ends', type: 'string', jsonPath: '.spec.contract.endsOn', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});

/** Whether a system takes a place in its department's ledger. Pure; the same rule for the count, the pages and the reports. */
export function counts(spec: { level: string; lifecycle?: string; replacedBy?: string; moduleOf?: object }): boolean {
  return stands(spec) && !spec.replacedBy && !spec.moduleOf;
}

/** Whether a system is the district's and in use, whatever the ledger counts. Pure. */
export function stands(spec: { level: string; lifecycle?: string }): boolean {
  if (spec.level !== 'district' && spec.level !== 'unit') return false;
  return (spec.lifecycle ?? 'running') !== 'retired' && spec.lifecycle !== 'planned';
}
