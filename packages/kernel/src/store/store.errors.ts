import { defineError, say } from '@dizuo/api';

/** Errors of the store that are not those of object access (`@dizuo/api` meta/api-errors). */

export const schemaTooNew = defineError<{ found: string }>('SchemaTooNew', {
  family: 'operational',
  status: 503,
  reason: 'ServiceUnavailable',
  message: (d) =>
    `the database was written by a newer version (migration ${d.found}); start that version, or restore a backup into another database`,
});

export const migrationChanged = defineError<{ id: string }>('MigrationChanged', {
  family: 'operational',
  status: 503,
  reason: 'ServiceUnavailable',
  message: (d) => `migration ${d.id} differs from the one that this database ran; use the version that wrote it`,
});

export const statementFailed = defineError<{ why: string }>('StatementFailed', {
  family: 'unexpected',
  status: 500,
  reason: 'InternalError',
  message: (d) => say('StatementFailed')`a row that must commit with the objects was refused: ${d.why}`,
});

export const unreadable = defineError<{ kind: string; name: string }>('Unreadable', {
  family: 'operational',
  status: 500,
  reason: 'InternalError',
  message: (d) =>
    say(
      'DecryptFailed',
    )`${d.kind} "${d.name}" cannot be decrypted: its data key or the master key is missing or wrong; restore keys/master.key`,
});
