import { defineError } from '@dizuo/api';

/** Errors of starting. Each ends the process with one line that says what to do. */

const start = { family: 'operational', status: 500, reason: 'InternalError' } as const;

export const badSetting = defineError<{ setting: string; why: string }>('BadSetting', {
  ...start,
  message: (d) => `${d.setting} ${d.why}`,
});

export const dataDirectoryUnusable = defineError<{ directory: string; why: string }>('DataDirectoryUnusable', {
  ...start,
  message: (d) => `the data directory ${d.directory} cannot be used: ${d.why}`,
});

export const dataDirectoryInUse = defineError<{ directory: string; pid: number }>('DataDirectoryInUse', {
  ...start,
  message: (d) => `the data directory ${d.directory} is in use by process ${d.pid}; stop that one, or choose another with --data DIR`,
});

export const portTaken = defineError<{ host: string; port: number; setting: string }>('PortTaken', {
  ...start,
  message: (d) => `port ${d.port} on ${d.host} is taken by another program; choose another with ${d.setting}`,
});

export const databaseUnreachable = defineError<{ why: string }>('DatabaseUnreachable', {
  ...start,
  message: (d) => `the PostgreSQL that DATABASE_URL names cannot be used: ${d.why}`,
});
