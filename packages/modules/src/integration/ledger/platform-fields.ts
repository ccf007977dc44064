import { Application, type FieldError, InformationSystem, type Kind, LargeSystem, type ObjectOf, say, stands } from '@dizuo/api';

type System = ObjectOf<typeof InformationSystem>;

/** Fields that only the platform sets: what a writer says about them is not heard. */
const platformFields: Readonly<Record<string, readonly string[]>> = {
  [InformationSystem.id]: ['replacedBy', 'replacedByKind', 'realisedBy'],
  [LargeSystem.id]: ['members'],
  [Application.id]: [],
};

/** Keeps them as they were, but for the platform's own record beside another write, which sets them as `given`. */
export function keptByPlatform(
  kind: Kind,
  spec: Record<string, unknown>,
  old: Record<string, unknown> | undefined,
  given: Record<string, unknown>,
  { companion }: { companion?: true },
): void {
  const from = companion ? given : old;
  for (const field of platformFields[kind.id] ?? []) {
    if (from?.[field] === undefined) delete spec[field];
    else spec[field] = from[field];
  }
}

/** What tells one system from another: it does not become another one while it does not count. */
const identity = ['displayName', 'departmentRef', 'level', 'functions', 'linesOfBusiness', 'serviceItems', 'addresses'] as const;

/** A system that was replaced only ends; one that an application is stays in use. Pure. */
export function systemStayErrors(system: System, old: System | undefined): FieldError[] {
  if (!old) return [];
  const errors: FieldError[] = [];
  const { replacedBy, realisedBy } = old.spec;
  if (replacedBy) {
    for (const field of identity) {
      if (JSON.stringify(old.spec[field]) === JSON.stringify(system.spec[field])) continue;
      const message = say('ReplacedStays')`${replacedBy} takes its place, so it does not become another system; it can be retired`;
      errors.push({ field: `spec.${field}`, reason: 'FieldValueForbidden', message });
    }
    if (!stands(old.spec) && stands(system.spec)) {
      const message = say('ReplacedNotRevived')`${replacedBy} has taken its place; it does not come back`;
      errors.push({ field: 'spec.lifecycle', reason: 'FieldValueForbidden', message });
    }
  }
  if (realisedBy && stands(old.spec) && !stands(system.spec)) {
    const message = say('RealisedStays')`application ${realisedBy} is this system; end it, or let it be none, first`;
    errors.push({ field: 'spec.lifecycle', reason: 'FieldValueForbidden', message });
  }
  return errors;
}

/** Refuses the end of what others stand on. Pure. */
export function systemDeleteErrors({ spec }: System): FieldError[] {
  if (!spec.realisedBy) return [];
  const message = say('RealisedStays')`application ${spec.realisedBy} is this system; end it, or let it be none, first`;
  return [{ field: 'metadata.name', reason: 'FieldValueForbidden', message }];
}
