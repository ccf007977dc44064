import {
  type IntegrationPackage,
  type IntegrationPlan,
  type IntegrationRules,
  integrationPackageFormat,
  integrationPackageVersion,
  type LargeSystem,
  type ObjectOf,
  type ProcessDefinition,
  type Survey,
} from '@dizuo/api';
import { rfc3339 } from '@dizuo/kernel';

/** What a department's integration stands on. */
export interface PackageSource {
  rules: ObjectOf<typeof IntegrationRules> | undefined;
  survey: ObjectOf<typeof Survey> | undefined;
  largeSystems: readonly ObjectOf<typeof LargeSystem>[];
  plan: ObjectOf<typeof IntegrationPlan> | undefined;
  processes: readonly ObjectOf<typeof ProcessDefinition>[];
}

const dayMs = 86_400_000;
const daysFrom = (from: string, to: string) => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / dayMs));

/** What the next department can use of it: no dates, no names of its systems, applications or people. Pure. */
export function makePackage(
  { rules, survey, largeSystems, plan, processes }: PackageSource,
  { name, from, now }: { name: string; from: string; now: Date },
): Omit<IntegrationPackage, 'digest'> {
  const waves = plan?.spec.waves ?? [];
  const first = waves.map(({ startsOn }) => startsOn).sort()[0] ?? '';
  return {
    format: integrationPackageFormat,
    formatVersion: integrationPackageVersion,
    name,
    title: `${from.slice(0, 90)}整合方案`,
    from,
    exportedAt: rfc3339(now),
    contents: {
      ...(rules ? { rules: rules.spec } : {}),
      ...(survey ? { survey: surveyPart(survey) } : {}),
      largeSystems: byName(largeSystems).map(({ metadata, spec }) => ({
        name: metadata.name,
        displayName: spec.displayName,
        ...(spec.description ? { description: spec.description } : {}),
        ...(spec.linesOfBusiness ? { linesOfBusiness: spec.linesOfBusiness } : {}),
        modules: (spec.modules ?? []).map(({ name: module, displayName, description }) => ({
          name: module,
          displayName,
          ...(description ? { description } : {}),
        })),
      })),
      waves: waves.map(({ startsOn, endsOn, ...wave }) => ({
        ...wave,
        startsAfterDays: daysFrom(first, startsOn),
        days: daysFrom(startsOn, endsOn),
      })),
      processes: byName(processes).map(({ metadata, spec }) => ({ name: metadata.name, spec })),
    },
  };
}

function surveyPart({ spec }: ObjectOf<typeof Survey>) {
  const { displayName, guidance, fields, remindDaysBefore } = spec;
  return { displayName, fields, ...(guidance ? { guidance } : {}), ...(remindDaysBefore ? { remindDaysBefore } : {}) };
}

function byName<T extends { metadata: { name: string } }>(objects: readonly T[]): T[] {
  return objects.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}
