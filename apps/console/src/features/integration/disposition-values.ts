import type { Disposition, DispositionDraft, KubeObject, ObjectOf, Reason } from '@dizuo/api';
import type { Problems } from '../../shapes/use-object-form.ts';

export type DispositionObject = ObjectOf<typeof Disposition> & KubeObject;
export type DispositionSpec = DispositionObject['spec'];
type Connect = NonNullable<DispositionSpec['connect']>;

/** What the form holds; which parts are sent follows from the way. */
export interface DispositionValues {
  way: DispositionSpec['way'] | null;
  largeSystem: string | null;
  module: string | null;
  host: string;
  path: string;
  address: string;
  tls: boolean;
  signIn: 'required' | 'optional';
  reason: string;
  wave: string | null;
  startsOn: string | undefined;
  endsOn: string | undefined;
  dependsOn: string[];
}

/** As the assessment proposes it; its reasons are the reason. Pure. */
export function valuesOfDraft(draft: DispositionDraft | undefined, told: (reason: Reason) => string): DispositionValues {
  const { merge, connect } = draft ?? {};
  return {
    way: draft?.way ?? null,
    largeSystem: merge?.largeSystemRef ?? null,
    module: merge?.module ?? null,
    host: connect?.host ?? (draft?.way === 'connect' ? (draft.into ?? '') : ''),
    path: '/',
    address: connect?.address ?? '',
    tls: connect?.tls ?? false,
    signIn: 'required',
    reason: reasonOf(draft?.reasons ?? [], told),
    wave: null,
    startsOn: undefined,
    endsOn: undefined,
    dependsOn: [],
  };
}

export function valuesOf({ spec }: Pick<DispositionObject, 'spec'>): DispositionValues {
  const { merge, connect } = spec;
  return {
    way: spec.way,
    largeSystem: merge?.largeSystemRef ?? null,
    module: merge?.module ?? null,
    host: connect?.host ?? '',
    path: connect?.path ?? '/',
    address: connect?.address ?? '',
    tls: connect?.tls ?? false,
    signIn: connect?.signIn ?? 'required',
    reason: spec.reason,
    wave: spec.wave ?? null,
    startsOn: spec.startsOn,
    endsOn: spec.endsOn,
    dependsOn: spec.dependsOn ?? [],
  };
}

const longestReason = 2000;

export function reasonOf(reasons: readonly Reason[], told: (reason: Reason) => string): string {
  return reasons.map(told).join('\n').slice(0, longestReason);
}

const addressRule = /^(\[[0-9a-f:]+\]|[^\s:/]+):\d{1,5}$/i;

/** What can be said without asking the server. Pure. */
export function dispositionProblems(values: DispositionValues, words: { required: string; address: string }): Problems {
  const found: Problems = {};
  if (!values.way) found['spec.way'] = words.required;
  if (values.way === 'merge' && !values.largeSystem) found['spec.merge.largeSystemRef'] = words.required;
  if (values.way === 'merge' && !values.module) found['spec.merge.module'] = words.required;
  if (values.way === 'connect') {
    if (!values.host.trim()) found['spec.connect.host'] = words.required;
    if (!addressRule.test(values.address.trim())) found['spec.connect.address'] = words.address;
  }
  if (values.reason.trim().length < 2) found['spec.reason'] = words.required;
  return found;
}

/** What is sent: only the parts that belong to the way. Pure. */
export function specOf(system: string, values: DispositionValues): DispositionSpec {
  const { way, wave, startsOn, endsOn, dependsOn } = values;
  const connect: Connect = {
    host: values.host.trim(),
    path: values.path.trim() || '/',
    address: values.address.trim(),
    tls: values.tls,
    signIn: values.signIn,
  };
  return {
    systemRef: system,
    way: way ?? 'keep',
    ...(way === 'merge' ? { merge: { largeSystemRef: values.largeSystem ?? '', module: values.module ?? '' } } : {}),
    ...(way === 'connect' ? { connect } : {}),
    reason: values.reason.trim(),
    ...(wave ? { wave } : {}),
    ...(startsOn ? { startsOn } : {}),
    ...(endsOn ? { endsOn } : {}),
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
  };
}
