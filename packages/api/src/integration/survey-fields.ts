import type { Static } from 'typebox';
import type { InformationSystem } from './information-system.ts';

type Spec = Static<(typeof InformationSystem)['body']>['spec'];

/** Paths in the spec of a system that a survey may ask for. */
export const surveyFields = [
  'linesOfBusiness',
  'functions',
  'serviceItems',
  'commissionedOn',
  'lastActiveOn',
  'contact',
  'use.audience',
  'use.accounts',
  'use.monthlyActive',
  'use.yearlyCases',
  'contract.vendor',
  'contract.endsOn',
  'cost.built',
  'cost.yearlyMaintenance',
  'cost.yearlyHosting',
  'stack',
  'hosting.zone',
  'hosting.place',
  'hosting.hosts',
  'addresses',
  'data',
  'interfaces',
  'security.grade',
] as const;
export type SurveyField = (typeof surveyFields)[number];

/** What the district does not pay for and does not run, its departments cannot know. */
const ownOnly = /^(contract|cost|stack|hosting|addresses|security)(\.|$)/;

/** Fields that a system still has to fill in. Those that do not concern its level are not asked. Pure. */
export function openFields(spec: Spec, fields: readonly string[]): string[] {
  const own = spec.level === 'district' || spec.level === 'unit';
  return fields.filter((path) => (own || !ownOnly.test(path)) && isEmpty(valueAt(spec, path)));
}

function valueAt(spec: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], spec);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
