import Type from 'typebox';
import { AtomicList, MapList, NameRef, SetList } from '../meta/schema.ts';

/** Parts of an information system's description, used by the kind, the spreadsheet, the survey and what is discovered. */

/** Calendar day, `2026-11-24`. ISO 8601, section 5.2.2. */
export function Day(description?: string) {
  return Type.String({ format: 'date', ...(description ? { description } : {}) });
}

/** Yuan, whole numbers. */
export function Yuan(description: string) {
  return Type.Integer({ minimum: 0, maximum: 100_000_000_000, description });
}

export const systemLevels = ['national', 'city', 'district', 'unit'] as const;
export const systemLifecycles = ['planned', 'running', 'suspended', 'retired'] as const;
export const stackRoles = ['language', 'framework', 'database', 'middleware', 'operatingSystem', 'processor'] as const;
export const audiences = ['citizens', 'enterprises', 'staff'] as const;
export const networkZones = ['internet', 'extranet', 'bureau'] as const;
export const dataSources = ['citizens', 'staff', 'systems'] as const;

export const SystemUse = Type.Object({
  audience: Type.Optional(SetList(Type.Enum([...audiences]), { description: 'Who uses it' })),
  accounts: Type.Optional(Type.Integer({ minimum: 0, description: 'Accounts' })),
  monthlyActive: Type.Optional(Type.Integer({ minimum: 0, description: 'People who used it in the last month' })),
  yearlyCases: Type.Optional(Type.Integer({ minimum: 0, description: 'Cases or records handled in a year' })),
});

export const SystemContract = Type.Object({
  vendor: Type.Optional(Type.String({ maxLength: 100, description: 'Who built it' })),
  maintainer: Type.Optional(Type.String({ maxLength: 100, description: 'Who maintains it, where it is another' })),
  number: Type.Optional(Type.String({ maxLength: 100, description: 'Contract number' })),
  startsOn: Type.Optional(Day('First day of the maintenance contract')),
  endsOn: Type.Optional(Day('Last day of the maintenance contract')),
});

export const SystemCost = Type.Object({
  built: Type.Optional(Yuan('Spent on building it, in all')),
  yearlyMaintenance: Type.Optional(Yuan('Maintenance a year')),
  yearlyHosting: Type.Optional(Yuan('Machines, cloud and lines a year')),
  yearlyLicences: Type.Optional(Yuan('Licences a year')),
});

export const StackItem = Type.Object({
  role: Type.Enum([...stackRoles]),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  version: Type.Optional(Type.String({ maxLength: 50 })),
  domestic: Type.Optional(Type.Boolean({ description: 'Domestic (Xinchuang) product' })),
});

export const SystemHosting = Type.Object({
  zone: Type.Optional(Type.Enum([...networkZones], { description: 'internet 互联网区, extranet 政务外网, bureau 部门专网' })),
  place: Type.Optional(Type.String({ maxLength: 100, description: 'Machine room or cloud' })),
  hosts: Type.Optional(
    MapList(
      Type.Object({
        name: Type.String({ minLength: 1, maxLength: 100 }),
        address: Type.Optional(Type.String({ maxLength: 200, description: 'IP address or host name' })),
        use: Type.Optional(Type.String({ maxLength: 100 })),
      }),
      ['name'],
    ),
  ),
});

/** Records that a system holds. `code` says what they are about, the same in every system, so that the same record in two systems is seen. */
export const DataHolding = Type.Object({
  code: Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'What the records are about, in one vocabulary: shop-sign, resident, legal-entity',
  }),
  displayName: Type.String({ minLength: 1, maxLength: 100 }),
  records: Type.Optional(Type.Integer({ minimum: 0, description: 'How many records' })),
  items: Type.Optional(SetList(Type.String({ minLength: 1, maxLength: 100 }), { description: 'Data items of a record, by name' })),
  from: Type.Optional(
    SetList(Type.Enum([...dataSources]), { description: 'Asked of citizens, keyed in by staff, or taken from other systems' }),
  ),
  personal: Type.Optional(Type.Boolean({ description: 'Holds personal data' })),
});

/** A link to another system. A system outside the inventory is named in words. */
export const SystemInterface = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  direction: Type.Enum(['calls', 'serves'], { description: 'calls: this one asks the other; serves: the other asks this one' }),
  tenant: Type.Optional(NameRef('Tenant of the other system; this one’s by default')),
  systemRef: Type.Optional(NameRef('The other system')),
  counterpart: Type.Optional(Type.String({ maxLength: 100, description: 'The other system in words, where it is not in the inventory' })),
  protocol: Type.Optional(Type.String({ maxLength: 50, description: 'HTTP, web service, database link, file, by hand' })),
  data: Type.Optional(SetList(Type.String({ maxLength: 100 }), { description: 'Codes of the records that pass' })),
});

export const SystemSecurity = Type.Object({
  grade: Type.Optional(Type.Integer({ minimum: 1, maximum: 4, description: 'Graded protection, GB/T 22239: 1 to 4' })),
  gradedOn: Type.Optional(Day('Day of the last assessment')),
  openIssues: Type.Optional(Type.Integer({ minimum: 0, description: 'Findings of the last assessment that are still open' })),
});

export const Addresses = AtomicList(Type.String({ minLength: 1, maxLength: 300, description: 'URL or host[:port]' }), { maxItems: 50 });
