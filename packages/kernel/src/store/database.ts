import type { ClientConfig } from 'pg';

/** The three roles of the state database: `migrator` owns, `app` reads under row-level security, `system` serves controllers and the writer. */
export type DatabaseRole = 'migrator' | 'app' | 'system';

/** How to reach the state database. */
export interface DatabaseAccess {
  /** As a user who may create roles and the schema. */
  admin: ClientConfig;
  /** As one of the roles. */
  as(role: DatabaseRole): ClientConfig;
}

/** Access over the private Unix socket of the platform's own PostgreSQL, whose roles sign in directly. */
export function socketAccess(socketDirectory: string, database: string, superuser: string): DatabaseAccess {
  const config = (user: string): ClientConfig => ({ host: socketDirectory, database, user });
  return { admin: config(superuser), as: (role) => config(roleName(role)) };
}

/** Access to an existing PostgreSQL: every connection takes on its role when it starts. Needs session connections, not a transaction-mode pooler. */
export function urlAccess(url: string): DatabaseAccess {
  return { admin: { connectionString: url }, as: (role) => ({ connectionString: url, options: `-c role=${roleName(role)}` }) };
}

export function roleName(role: DatabaseRole): string {
  return `dizuo_${role}`;
}
