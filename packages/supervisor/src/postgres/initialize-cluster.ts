import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { postgresFailed } from '../supervisor.errors.ts';
import { canReach, type SystemUser } from './system-user.ts';

const run = promisify(execFile);

export interface ClusterOptions {
  name: string;
  dataDirectory: string;
  superuser: string;
  binaries: string;
  user: SystemUser | undefined;
  /** Off only for clusters that are thrown away. */
  sync?: boolean;
}

/**
 * Makes the cluster where there is none. It is made beside and moved into place, so `dataDirectory` holds a whole cluster or none; what
 * an interrupted attempt left is removed. Collation and character classes are PostgreSQL's own, so that they never depend on the host.
 */
export async function initializeCluster({ name, dataDirectory, superuser, binaries, user, sync = true }: ClusterOptions): Promise<void> {
  if (existsSync(join(dataDirectory, 'PG_VERSION'))) return;
  if (existsSync(dataDirectory) && readdirSync(dataDirectory).length > 0) {
    throw postgresFailed({
      name,
      why: `${dataDirectory} holds something that is not a PostgreSQL cluster; move it away or choose another directory`,
    });
  }
  const parent = dirname(dataDirectory);
  const prefix = `${basename(dataDirectory)}.init-`;
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  for (const left of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    // An initdb of a killed server may still write into it.
    rmSync(join(parent, left), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
  if (user && !canReach(user, parent)) {
    throw postgresFailed({
      name,
      why: `the user that PostgreSQL runs as may not enter ${parent}; choose a directory outside of private homes`,
    });
  }
  const draft = mkdtempSync(join(parent, prefix));
  if (user) chownSync(draft, user.uid, user.gid);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = ['--auth-local=trust', '--auth-host=reject', '-U', superuser];
  try {
    await run(join(binaries, 'initdb'), ['-D', draft, ...access, ...locale, ...(sync ? [] : ['--no-sync'])], {
      cwd: parent,
      env: { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' },
      ...user,
    });
  } catch (error) {
    throw postgresFailed(
      { name, why: `initdb failed: ${(error as { stderr?: string }).stderr?.trim() || (error as Error).message}` },
      { cause: error },
    );
  }
  if (existsSync(dataDirectory)) rmdirSync(dataDirectory);
  renameSync(draft, dataDirectory);
}
