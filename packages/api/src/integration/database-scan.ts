import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, NameRef, SetList, Timestamp } from '../meta/schema.ts';

/**
 * One look at the schema of a system's database: tables, volumes, likely personal data. It reads catalogs and, where that is allowed, a
 * few values of each table to tell what they are; no value is kept. What it sees becomes findings for the system's owner.
 */
export const DatabaseScan = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'DatabaseScan',
  plural: 'databasescans',
  scope: 'Namespaced',
  title: { zh: '数据库扫描', en: 'Database scan' },
  description: "One look at the schema of a system's database: tables, volumes, likely personal data",
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.String({ minLength: 1, maxLength: 100 }),
      systemRef: Type.Optional(NameRef('System whose database it is; where it is not known, the owner says so with each finding')),
      engine: Type.Optional(Type.Enum(['postgresql'], { default: 'postgresql', description: 'PostgreSQL 12 or newer' })),
      secretRef: NameRef(
        'Secret of type integration.dizuo/database with host, port, database, username, password and, as wanted, sslmode (disable, require, verify-full) and ca.crt',
      ),
      schemas: Type.Optional(
        SetList(Type.String({ minLength: 1, maxLength: 63 }), { maxItems: 50, description: 'Schemas to look at; all where absent' }),
      ),
      sampleValues: Type.Optional(
        Type.Boolean({ default: false, description: 'Look at up to 100 rows of each table to tell personal data; no value is kept' }),
      ),
      requester: Type.Optional(Type.String({ description: 'Set by the platform: who asked for it' })),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Pending', 'Running', 'Succeeded', 'Failed'])),
        startedAt: Type.Optional(Timestamp()),
        finishedAt: Type.Optional(Timestamp()),
        serverVersion: Type.Optional(Type.String()),
        bytes: Type.Optional(Type.Integer({ description: 'Size of the database' })),
        tables: Type.Optional(Type.Integer({ description: 'Tables seen' })),
        rows: Type.Optional(Type.Integer({ description: 'Estimated rows of all tables' })),
        personalTables: Type.Optional(Type.Integer({ description: 'Tables that likely hold personal data' })),
        findings: Type.Optional(Type.Integer({ description: 'Findings recorded' })),
        retry: Type.Optional(Type.String({ description: 'The wish for another look (annotation dizuo/retry) that this one answers' })),
        leftOut: Type.Optional(Type.Integer({ description: 'Small tables for which no finding was recorded' })),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.systemRef', 'status.phase'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'System', type: 'string', jsonPath: '.spec.systemRef' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Tables', type: 'integer', jsonPath: '.status.tables' },
    { name: 'Findings', type: 'integer', jsonPath: '.status.findings' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
