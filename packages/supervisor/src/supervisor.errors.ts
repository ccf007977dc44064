import { defineError } from '@dizuo/api';

/** Errors of child processes. Whoever runs the platform can act on all of them. */

export const notSupported = defineError<{ why: string }>('SupervisorNotSupported', {
  family: 'operational',
  status: 500,
  reason: 'InternalError',
  message: (d) => `child processes cannot be supervised here: ${d.why}`,
});
export const startFailed = defineError<{ name: string; why: string }>('ChildStartFailed', {
  family: 'operational',
  status: 500,
  reason: 'InternalError',
  message: (d) => `process ${d.name} could not be started: ${d.why}`,
});
export const stopFailed = defineError<{ name: string; pids: number[] }>('ChildStopFailed', {
  family: 'operational',
  status: 500,
  reason: 'InternalError',
  message: (d) => `process ${d.name} did not end: ${d.pids.join(', ')} still run; end them by hand and try again`,
});
export const postgresFailed = defineError<{ name: string; why: string }>('PostgresFailed', {
  family: 'operational',
  status: 500,
  reason: 'InternalError',
  message: (d) => `PostgreSQL ${d.name}: ${d.why}`,
});
