import { Application, Artifact, artifactName, type FieldError, labels, type Sentence, say, Tenant, type Workload } from '@dizuo/api';
import type { Admission, AdmissionContext } from '@dizuo/kernel';
import { healthCheckDefaults, resourceDefaults } from './workload.settings.ts';
import type { WorkloadObject } from './workload-driver.ts';

/** What the platform itself sets. */
const reserved = new Set(['PORT', 'HOST', 'HOME', 'TMPDIR']);
/** A replica's name carries the workload's, and names have 63 characters at most. */
const longestName = 45;

/** Fills defaults and ties the workload to its application; refuses what could never run, or refers to what is not there. */
export const workloadAdmission: Admission<typeof Workload> = {
  async default(object, context) {
    if (context.subresource) return;
    const { spec, metadata } = object;
    spec.healthCheck = { ...healthCheckDefaults, ...spec.healthCheck };
    spec.resources = { ...resourceDefaults, ...spec.resources };
    metadata.labels = { ...metadata.labels, [labels.application]: spec.applicationRef };
    if (context.operation !== 'create' || metadata.ownerReferences?.some((owner) => owner.kind === Application.kind)) return;
    const application = await context.lookup(Application, { namespace: metadata.namespace, name: spec.applicationRef });
    if (!application?.metadata.uid) return;
    const owner = { apiVersion: Application.apiVersion, kind: Application.kind, name: spec.applicationRef, uid: application.metadata.uid };
    metadata.ownerReferences = [...(metadata.ownerReferences ?? []), owner];
  },
  async validate(object, context) {
    if (context.subresource || object.metadata.deletionTimestamp) return [];
    return [...specErrors(object), ...(await referenceErrors(object, context))];
  },
};

/** What can be said from the object alone. Pure. */
export function specErrors({ metadata, spec }: WorkloadObject): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (field: string, message: Sentence, reason: FieldError['reason'] = 'FieldValueInvalid') =>
    errors.push({ field, reason, message });
  if (metadata.name.length > longestName || metadata.name.includes('.'))
    wrong('metadata.name', say('WorkloadNameLong')`use at most ${longestName} letters, digits and "-": names of replicas are made from it`);
  const programs = [spec.artifact.sample, spec.artifact.digest].filter((program) => program !== undefined).length;
  if (programs !== 1)
    wrong(
      'spec.artifact',
      say('OneProgram')`name exactly one program: sample or digest`,
      programs ? 'FieldValueInvalid' : 'FieldValueRequired',
    );
  const first = spec.command?.[0];
  if (first && (first.split('/').includes('..') || (first.includes('/') && !first.startsWith('./') && !first.startsWith('/'))))
    wrong(
      'spec.command[0]',
      say('CommandForm')`name a program such as \`node\`, a file of the artifact as \`./bin/serve\`, or an absolute path`,
    );
  for (const [i, variable] of (spec.env ?? []).entries()) {
    const at = `spec.env[${i}]`;
    if (reserved.has(variable.name))
      wrong(`${at}.name`, say('VariableReserved')`${variable.name} is set by the platform; remove it`, 'FieldValueForbidden');
    if ((variable.value === undefined) === (variable.secretKeyRef === undefined))
      wrong(
        at,
        say('ValueOrSecret')`give either value or secretKeyRef`,
        variable.value === undefined ? 'FieldValueRequired' : 'FieldValueInvalid',
      );
    if (variable.value?.includes('\0')) wrong(`${at}.value`, say('ValueHasNul')`a value cannot hold the character NUL`);
  }
  if (spec.command?.some((word) => word.includes('\0')))
    wrong('spec.command', say('ArgumentHasNul')`an argument cannot hold the character NUL`);
  const { timeoutSeconds = 3, intervalSeconds = 5 } = spec.healthCheck ?? {};
  if (timeoutSeconds > intervalSeconds)
    wrong(
      'spec.healthCheck.timeoutSeconds',
      say('TimeoutOverInterval')`is longer than intervalSeconds (${intervalSeconds}); make it the same or shorter`,
    );
  return errors;
}

async function referenceErrors(object: WorkloadObject, { lookup, old }: AdmissionContext<typeof Workload>): Promise<FieldError[]> {
  const { metadata, spec } = object;
  const { namespace } = metadata;
  const errors: FieldError[] = [];
  const before = old?.spec;
  if (spec.applicationRef !== before?.applicationRef && !(await lookup(Application, { namespace, name: spec.applicationRef }))) {
    const message = say('ApplicationNotFound')`there is no Application "${spec.applicationRef}" in this namespace; create it first`;
    errors.push({ field: 'spec.applicationRef', reason: 'FieldValueNotFound', message });
  }
  const { digest } = spec.artifact;
  if (digest && digest !== before?.artifact.digest && !(await lookup(Artifact, { namespace, name: artifactName(digest) }))) {
    const message = say(
      'ArtifactNotFound',
    )`no artifact with this digest was uploaded in this namespace; upload it to the application first`;
    errors.push({ field: 'spec.artifact.digest', reason: 'FieldValueNotFound', message });
  }
  const tenant = namespace && !old ? await lookup(Tenant, { name: namespace }) : undefined;
  if (tenant?.spec.suspended) {
    const message = say('TenantSuspendedDeploy')`this tenant is suspended: nothing new may be deployed; ask the operator`;
    errors.push({ field: 'metadata.namespace', reason: 'FieldValueForbidden', message });
  }
  return errors;
}
