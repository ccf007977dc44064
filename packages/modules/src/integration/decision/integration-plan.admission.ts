import { type FieldError, type IntegrationPlan, type ObjectOf, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';

type Wave = ObjectOf<typeof IntegrationPlan>['spec']['waves'][number];
const onlyName = 'default';

/** One plan for a tenant; its waves follow each other in time and never in a circle. */
export const integrationPlanAdmission: Admission<typeof IntegrationPlan> = {
  validate({ metadata, spec }, { subresource }) {
    if (subresource) return [];
    const errors: FieldError[] = [];
    if (metadata.name !== onlyName) {
      errors.push({
        field: 'metadata.name',
        reason: 'FieldValueInvalid',
        message: say('PlanNamed')`the plan of a tenant is named ${onlyName}`,
      });
    }
    const byName = new Map(spec.waves.map((wave) => [wave.name, wave]));
    for (const [i, wave] of spec.waves.entries()) errors.push(...waveErrors(wave, `spec.waves[${i}]`, byName));
    return errors;
  },
};

function waveErrors(wave: Wave, at: string, byName: ReadonlyMap<string, Wave>): FieldError[] {
  const errors: FieldError[] = [];
  if (wave.endsOn < wave.startsOn) {
    const message = say('EndsBeforeStart')`it ends before it starts (${wave.startsOn}); choose a later day`;
    errors.push({ field: `${at}.endsOn`, reason: 'FieldValueInvalid', message });
  }
  for (const name of wave.dependsOn ?? []) {
    const before = byName.get(name);
    if (!before) {
      errors.push({
        field: `${at}.dependsOn`,
        reason: 'FieldValueNotFound',
        message: say('WaveMissing')`the plan has no wave ${name}; add it first`,
      });
    } else if (leadsTo(before, wave.name, byName)) {
      const message = say('WaveInCircle')`${name} waits for this wave already; take one of the two out`;
      errors.push({ field: `${at}.dependsOn`, reason: 'FieldValueInvalid', message });
    } else if (before.endsOn > wave.startsOn) {
      const message = say('WaveTooEarly')`${name} ends on ${before.endsOn}; start after it`;
      errors.push({ field: `${at}.startsOn`, reason: 'FieldValueInvalid', message });
    }
  }
  return errors;
}

function leadsTo(from: Wave, name: string, byName: ReadonlyMap<string, Wave>): boolean {
  const open = [from];
  const seen = new Set<string>();
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.name === name) return true;
    if (seen.has(at.name)) continue;
    seen.add(at.name);
    for (const next of at.dependsOn ?? []) {
      const wave = byName.get(next);
      if (wave) open.push(wave);
    }
  }
  return false;
}
