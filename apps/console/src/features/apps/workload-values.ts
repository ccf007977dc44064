import type { KubeObject, ObjectOf, Workload } from '@dizuo/api';
import type { NewObject } from '@dizuo/client';
import { nameRule } from '../../parts/name-rule.ts';
import type { Problems } from '../../shapes/use-object-form.ts';

/** What the deploy form holds. */
export interface WorkloadValues {
  applicationRef: string;
  name: string;
  program: 'sample' | 'digest';
  digest: string;
  /** One argument per line. */
  command: string;
  replicas: number | undefined;
  env: EnvironmentRow[];
  healthPath: string;
  intervalSeconds: number | undefined;
  cpuMillis: number | undefined;
  memoryMiB: number | undefined;
}

export interface EnvironmentRow {
  name: string;
  from: 'value' | 'secret';
  value: string;
  secret: string;
  key: string;
}

const sampleProgram = 'shop-sign-permit';
/** Variables without which the example does not start: the database's address, and the position whose holders decide. */
const sampleVariables: readonly EnvironmentRow[] = [
  { name: 'DATABASE_URL', from: 'secret', value: '', secret: '', key: 'uri' },
  { name: 'CLERK_POSITION', from: 'value', value: '', secret: '', key: '' },
];

/** What the example still needs in its environment. */
export function missingForSample(values: WorkloadValues): EnvironmentRow[] {
  if (values.program !== 'sample') return [];
  return sampleVariables.filter((variable) => !values.env.some((row) => row.name === variable.name));
}

type WorkloadObject = ObjectOf<typeof Workload> & KubeObject;

/** The form of an existing workload, or of a new one. */
export function valuesOf(workload: WorkloadObject | undefined, application: string, secret: string): WorkloadValues {
  const spec = workload?.spec;
  return {
    applicationRef: spec?.applicationRef ?? application,
    name: workload?.metadata.name ?? '',
    program: spec?.artifact.digest ? 'digest' : 'sample',
    digest: spec?.artifact.digest ?? '',
    command: spec?.command?.join('\n') ?? '',
    replicas: spec?.replicas ?? 2,
    env: spec
      ? (spec.env ?? []).map(rowOf)
      : secret
        ? sampleVariables.map((row) => (row.from === 'secret' ? { ...row, secret } : row))
        : [],
    healthPath: spec?.healthCheck?.path ?? '/healthz',
    intervalSeconds: spec?.healthCheck?.intervalSeconds ?? 5,
    cpuMillis: spec?.resources?.cpuMillis ?? 250,
    memoryMiB: spec?.resources?.memoryMiB ?? 256,
  };
}

type Variable = NonNullable<WorkloadObject['spec']['env']>[number];

function rowOf(variable: Variable): EnvironmentRow {
  const { name, value = '', secretKeyRef } = variable;
  return { name, from: secretKeyRef ? 'secret' : 'value', value, secret: secretKeyRef?.name ?? '', key: secretKeyRef?.key ?? '' };
}

export interface WorkloadWords {
  due: string;
  nameRule: string;
  variableRule: string;
  duplicate: string;
  reserved: string;
  pathRule: string;
  number(min: number, max: number): string;
}

/** What the platform itself sets. */
const reserved = new Set(['PORT', 'HOST', 'HOME', 'TMPDIR']);
const longestName = 45;

/** What is wrong with a deployment, by path. */
export function workloadProblems(values: WorkloadValues, words: WorkloadWords): Problems {
  const found: Problems = {};
  const whole = (path: string, value: number | undefined, min: number, max: number) => {
    if (value === undefined || !Number.isInteger(value) || value < min || value > max) found[path] = words.number(min, max);
  };
  if (values.applicationRef === '') found['spec.applicationRef'] = words.due;
  if (!nameRule.test(values.name) || values.name.length > longestName) found['metadata.name'] = words.nameRule;
  if (values.program === 'digest' && values.digest === '') found['spec.artifact.digest'] = words.due;
  if (!values.healthPath.startsWith('/')) found['spec.healthCheck.path'] = words.pathRule;
  whole('spec.replicas', values.replicas, 0, 10);
  whole('spec.healthCheck.intervalSeconds', values.intervalSeconds, 1, 300);
  whole('spec.resources.cpuMillis', values.cpuMillis, 10, 64_000);
  whole('spec.resources.memoryMiB', values.memoryMiB, 32, 262_144);
  return { ...found, ...environmentProblems(values.env, words) };
}

function environmentProblems(env: readonly EnvironmentRow[], words: WorkloadWords): Problems {
  const found: Problems = {};
  env.forEach((row, index) => {
    const path = `spec.env[${index}]`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(row.name)) found[`${path}.name`] = row.name === '' ? words.due : words.variableRule;
    else if (reserved.has(row.name)) found[`${path}.name`] = words.reserved;
    else if (env.findIndex((other) => other.name === row.name) !== index) found[`${path}.name`] = words.duplicate;
    if (row.from === 'secret' && row.secret === '') found[`${path}.secretKeyRef.name`] = words.due;
    if (row.from === 'secret' && row.key === '') found[`${path}.secretKeyRef.key`] = words.due;
  });
  return found;
}

/** The workload that the values stand for; what the form does not show stays as it was. */
export function workloadOf(values: WorkloadValues, tenant: string, before: WorkloadObject | undefined): NewObject<WorkloadObject> {
  const command = values.command
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const { command: _command, ...kept } = before?.spec ?? {};
  const timeoutSeconds = Math.min(before?.spec.healthCheck?.timeoutSeconds ?? 3, values.intervalSeconds ?? 5);
  return {
    metadata: { namespace: tenant, name: values.name },
    spec: {
      ...kept,
      applicationRef: values.applicationRef,
      artifact: values.program === 'sample' ? { sample: sampleProgram } : { digest: values.digest },
      ...(command.length > 0 ? { command } : {}),
      replicas: values.replicas ?? 1,
      env: values.env.map(variableOf),
      healthCheck: { ...before?.spec.healthCheck, path: values.healthPath, intervalSeconds: values.intervalSeconds ?? 5, timeoutSeconds },
      resources: { cpuMillis: values.cpuMillis ?? 250, memoryMiB: values.memoryMiB ?? 256 },
    },
  };
}

function variableOf(row: EnvironmentRow): Variable {
  if (row.from === 'secret') return { name: row.name, secretKeyRef: { name: row.secret, key: row.key } };
  return { name: row.name, value: row.value };
}
