import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { canReach } from '@dizuo/supervisor';

/**
 * A directory with `node`, the platform's own, that tenants' users can reach. Where the installed one lies in a private home, it is
 * linked or copied once per version.
 */
export function nodeRuntime(directory: string, user: { uid: number; gid: number } | undefined): string {
  const own = realpathSync(process.execPath);
  const bin = join(directory, `node-${process.version}`);
  mkdirSync(bin, { recursive: true });
  chmodSync(bin, 0o755);
  const target = join(bin, 'node');
  const present = existsSync(target);
  if (present && (!user || canReach(user, target))) return bin;
  const draft = `${target}.${process.pid}`;
  rmSync(draft, { force: true });
  if (!user || canReach(user, own)) symlinkSync(own, draft);
  else copy(own, draft);
  renameSync(draft, target);
  if (user && !canReach(user, target))
    throw new Error(`other users cannot reach ${dirname(target)}; choose a data directory outside of private homes`);
  return bin;
}

function copy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}
