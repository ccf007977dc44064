import { defineError, say, type Text } from '@dizuo/api';

/** What keeps a workload from running. The messages become conditions, for people. */

export const programMissing = defineError<{ what: string; why: Text }>('ProgramMissing', {
  family: 'operational',
  status: 409,
  reason: 'Conflict',
  message: (d) => say('ProgramMissing')`${d.what}: ${d.why}`,
});
export const secretMissing = defineError<{ secret: string; key: string; variable: string }>('SecretMissing', {
  family: 'operational',
  status: 409,
  reason: 'Conflict',
  message: (d) =>
    say(
      'SecretMissing',
    )`variable ${d.variable} needs key "${d.key}" of Secret "${d.secret}", which is not there; create it, or wait for the binding that writes it`,
});
export const noPortFree = defineError<{ from: number; to: number }>('NoPortFree', {
  family: 'operational',
  status: 503,
  reason: 'ServiceUnavailable',
  message: (d) =>
    say(
      'PortsExhausted',
    )`no port from ${d.from} to ${d.to} is free; stop workloads that are not needed, or ask the operator for a wider range`,
});
export const noUserFree = defineError<{ from: number; to: number }>('NoUserFree', {
  family: 'operational',
  status: 503,
  reason: 'ServiceUnavailable',
  message: (d) => say('UserIdsExhausted')`no user id from ${d.from} to ${d.to} is free for another tenant; ask the operator`,
});
export const uploadInvalid = defineError<{ why: Text }>('UploadInvalid', {
  family: 'user',
  status: 422,
  reason: 'Invalid',
  message: (d) => say('UploadInvalid')`the upload is not a usable tar.gz: ${d.why}`,
});
export const uploadTooLarge = defineError<{ limitMiB: number }>('UploadTooLarge', {
  family: 'user',
  status: 413,
  reason: 'RequestEntityTooLarge',
  message: (d) => say('UploadTooLarge')`the upload is larger than ${d.limitMiB} MiB; leave out what the program does not need to run`,
});
