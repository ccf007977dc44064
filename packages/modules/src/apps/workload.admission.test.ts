import { expect, test } from 'vitest';
import { specErrors } from './workload.admission.ts';
import type { WorkloadObject } from './workload-driver.ts';

const workload = (spec: Partial<WorkloadObject['spec']>, name = 'web'): WorkloadObject => ({
  apiVersion: 'apps.dizuo/v1alpha1',
  kind: 'Workload',
  metadata: { name, namespace: 't-a' },
  spec: { applicationRef: 'app', artifact: { sample: 'shop-sign-permit' }, ...spec },
});
const digest = `sha256:${'a'.repeat(64)}`;

test.each<[why: string, object: WorkloadObject, fields: string[]]>([
  ['a sample by itself is enough', workload({}), []],
  ['no program', workload({ artifact: {} }), ['spec.artifact']],
  ['two programs', workload({ artifact: { sample: 'shop-sign-permit', digest } }), ['spec.artifact']],
  ['replicas could not be named', workload({}, 'a'.repeat(46)), ['metadata.name']],
  ['dots separate the parts of process names', workload({}, 'a.b'), ['metadata.name']],
  ['a way out of the artifact', workload({ command: ['./../../bin/sh'] }), ['spec.command[0]']],
  ['neither a name nor a path', workload({ command: ['bin/serve'] }), ['spec.command[0]']],
  ['a file of the artifact', workload({ command: ['./bin/serve', '--fast'] }), []],
  ['the platform says where to listen', workload({ env: [{ name: 'PORT', value: '80' }] }), ['spec.env[0].name']],
  ['a variable without a value', workload({ env: [{ name: 'A' }] }), ['spec.env[0]']],
  ['a variable with two values', workload({ env: [{ name: 'A', value: '', secretKeyRef: { name: 's', key: 'k' } }] }), ['spec.env[0]']],
  ['an empty value is a value', workload({ env: [{ name: 'A', value: '' }] }), []],
  ['checks would overlap', workload({ healthCheck: { intervalSeconds: 2, timeoutSeconds: 5 } }), ['spec.healthCheck.timeoutSeconds']],
])('%s', (_why, object, fields) => {
  expect(specErrors(object).map((error) => error.field)).toEqual(fields);
});
