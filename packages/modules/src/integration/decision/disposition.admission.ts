import { Disposition, type FieldError, InformationSystem, IntegrationPlan, LargeSystem, type ObjectOf, say, type Text } from '@dizuo/api';
import type { Admission, AdmissionContext } from '@dizuo/kernel';
import { type DecidedRules, decidedChangeErrors } from './decided-changes.ts';
import { daysOf } from './disposition-dates.ts';

type DispositionObject = ObjectOf<typeof Disposition>;

const rules: DecidedRules = {
  changeable: new Set(['SentBack']),
  withdrawable: new Set([undefined, 'Proposed', 'SentBack']),
  free: ['wave', 'startsOn', 'endsOn', 'dependsOn', 'displayName', 'departmentRef'],
  instead: say('ProposeAnother')`delete it and propose another`,
};

/** What becomes of a system: of one that is there, complete for its way, decided once; when it is done may be planned at any time. */
export const dispositionAdmission: Admission<typeof Disposition> = {
  async default(disposition, { operation, old, principal, lookup }) {
    const { spec, metadata } = disposition;
    const asker = principal.type === 'controller' ? (spec.proposer ?? principal.name) : principal.name;
    spec.proposer = operation === 'create' ? asker : (old?.spec.proposer ?? asker);
    const system = await lookup(InformationSystem, { namespace: metadata.namespace, name: spec.systemRef });
    const displayName = system?.spec.displayName ?? old?.spec.displayName;
    const departmentRef = system?.spec.departmentRef ?? old?.spec.departmentRef;
    delete spec.displayName;
    delete spec.departmentRef;
    Object.assign(spec, displayName ? { displayName } : {}, departmentRef ? { departmentRef } : {});
  },
  async validate(disposition, context) {
    const { operation, old, subresource, principal } = context;
    if (subresource || principal.type === 'controller') return [];
    const errors = old && operation === 'update' ? decidedChangeErrors(old, disposition, rules) : await systemErrors(disposition, context);
    return [
      ...errors,
      ...(await wayErrors(disposition, context)),
      ...(await dateErrors(disposition, context)),
      ...(await dependencyErrors(disposition, context)),
    ];
  },
  validateDelete(disposition, { principal }) {
    const carried = disposition.status?.phase === 'InProgress';
    if (!carried || principal.type === 'controller') return [];
    return [
      {
        field: 'metadata.name',
        reason: 'FieldValueForbidden',
        message: say('DispositionCarriedOut')`it is being carried out; wait until it is done or has failed`,
      },
    ];
  },
};

async function systemErrors(
  { metadata, spec }: DispositionObject,
  { lookup }: AdmissionContext<typeof Disposition>,
): Promise<FieldError[]> {
  if (metadata.name !== spec.systemRef) {
    return [
      {
        field: 'metadata.name',
        reason: 'FieldValueInvalid',
        message: say('DispositionNamedAfterSystem')`a disposition has the name of its system: ${spec.systemRef}`,
      },
    ];
  }
  const system = await lookup(InformationSystem, { namespace: metadata.namespace, name: spec.systemRef });
  if (!system) {
    return [
      {
        field: 'spec.systemRef',
        reason: 'FieldValueNotFound',
        message: say('DispositionSystemMissing')`this tenant has no system ${spec.systemRef}; enter it first`,
      },
    ];
  }
  const { level } = system.spec;
  if (level === 'district' || level === 'unit' || spec.way === 'connect' || spec.way === 'keep') return [];
  const message = say('NotTheDistrictsToChange')`it is a ${level} system: the district may keep or connect it, and not merge or retire it`;
  return [{ field: 'spec.way', reason: 'FieldValueForbidden', message }];
}

async function wayErrors({ metadata, spec }: DispositionObject, { lookup }: AdmissionContext<typeof Disposition>): Promise<FieldError[]> {
  if (spec.way === 'connect') {
    return spec.connect
      ? []
      : [due('spec.connect', say('ConnectIncomplete')`say at which host the gateway is to offer it, and where it stands`)];
  }
  if (spec.way !== 'merge') return [];
  if (!spec.merge) return [due('spec.merge', say('MergeIncomplete')`say into which large system it merges, and as which module`)];
  const { largeSystemRef, module } = spec.merge;
  const large = await lookup(LargeSystem, { namespace: metadata.namespace, name: largeSystemRef });
  if (!large) {
    const message = say('LargeSystemMissing')`this tenant has no large system ${largeSystemRef}; create it first`;
    return [{ field: 'spec.merge.largeSystemRef', reason: 'FieldValueNotFound', message }];
  }
  if (large.spec.modules?.some((m) => m.name === module)) return [];
  const message = say('ModuleMissing')`large system ${largeSystemRef} has no module ${module}; add it there first`;
  return [{ field: 'spec.merge.module', reason: 'FieldValueNotFound', message }];
}

/** Days that follow each other, within the wave, and after those of what must be done first. */
async function dateErrors(disposition: DispositionObject, { lookup }: AdmissionContext<typeof Disposition>): Promise<FieldError[]> {
  const { namespace } = disposition.metadata;
  const { wave: name, startsOn, endsOn, dependsOn = [] } = disposition.spec;
  const errors: FieldError[] = [];
  if (startsOn && endsOn && startsOn > endsOn) {
    errors.push(wrong('spec.endsOn', say('EndsBeforeStart')`it ends before it starts (${startsOn}); choose a later day`));
  }
  if (!name && !startsOn && !endsOn) return errors;
  const plan = await lookup(IntegrationPlan, { namespace, name: 'default' });
  const wave = plan?.spec.waves.find((one) => one.name === name);
  if (name && !wave) {
    const message = say('WaveMissing')`the plan has no wave ${name}; add it first`;
    return [...errors, { field: 'spec.wave', reason: 'FieldValueNotFound', message }];
  }
  if (wave && startsOn && startsOn < wave.startsOn) {
    errors.push(wrong('spec.startsOn', say('BeforeItsWave')`its wave begins on ${wave.startsOn}; start then or later, or move the wave`));
  }
  if (wave && endsOn && endsOn > wave.endsOn) {
    errors.push(wrong('spec.endsOn', say('AfterItsWave')`its wave ends on ${wave.endsOn}; end by then, or move the wave`));
  }
  const last = daysOf(disposition, plan).endsOn;
  for (const other of dependsOn) {
    const first = await lookup(Disposition, { namespace, name: other });
    const ends = first && daysOf(first, plan).endsOn;
    if (ends && last && ends > last) {
      const message = say(
        'EndsBeforeDependency',
      )`${other} must be done first and ends on ${ends}, later than this one (${last}); change one of the days`;
      errors.push(wrong(endsOn ? 'spec.endsOn' : 'spec.dependsOn', message));
    }
  }
  return errors;
}

function wrong(field: string, message: Text): FieldError {
  return { field, reason: 'FieldValueInvalid', message };
}

const deepest = 500;

/** What must be done first is there, and nothing waits for itself. */
async function dependencyErrors(
  { metadata, spec }: DispositionObject,
  { lookup }: AdmissionContext<typeof Disposition>,
): Promise<FieldError[]> {
  const seen = new Set<string>();
  const open = [...(spec.dependsOn ?? [])];
  for (let name = open.pop(); name !== undefined && seen.size < deepest; name = open.pop()) {
    if (name === metadata.name) {
      const message = say('WaitsForItself')`it would wait for itself: one of these waits for it already; take that one out`;
      return [{ field: 'spec.dependsOn', reason: 'FieldValueInvalid', message }];
    }
    if (seen.has(name)) continue;
    seen.add(name);
    const other = await lookup(Disposition, { namespace: metadata.namespace, name });
    if (!other && spec.dependsOn?.includes(name)) {
      return [
        {
          field: 'spec.dependsOn',
          reason: 'FieldValueNotFound',
          message: say('DispositionMissing')`there is no disposition ${name}; propose it first`,
        },
      ];
    }
    open.push(...(other?.spec.dependsOn ?? []));
  }
  return [];
}

function due(field: string, message: Text): FieldError {
  return { field, reason: 'FieldValueRequired', message };
}
