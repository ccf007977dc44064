// Installs what package-lock.json names, once per lock file. Runs under any Node >= 20, so it is plain JavaScript.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Node 24 as pinned in package.json, whatever the machine has. */
export const node = join(root, 'node_modules', '.bin', 'node');
const stamp = join(root, 'node_modules', '.dizuo-installed');

export function installDependencies() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) fail(`Node ${process.versions.node} is too old: install Node 20 or newer, then run the command again`);
  console.error('Installing dependencies (once, about a minute) …');
  const result = spawnSync('npm', ['ci', '--loglevel=error', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status !== 0) fail('npm ci failed: see above; check the network and the npm registry setting, then run the command again');
  writeFileSync(stamp, wanted);
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}
