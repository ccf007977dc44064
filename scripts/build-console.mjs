// Builds the console into apps/console/dist when a source file is newer than the last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, node, root } from './install.mjs';

const dist = join(root, 'apps/console/dist');
const stamp = join(dist, '.built-from');
const sources = ['apps/console', 'packages/api/src', 'packages/client/src', 'package-lock.json'];

export function buildConsole() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Building the console (when its sources change, about half a minute) …');
  const result = spawnSync(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], {
    cwd: join(root, 'apps/console'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status !== 0) fail('the console could not be built: see above');
  writeFileSync(stamp, wanted);
}

/** Names, sizes and times would differ between clones; contents are what counts. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) addTo(hash, join(root, source));
  return hash.digest('hex');
}

function addTo(hash, path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    hash.update(path.slice(root.length)).update(readFileSync(path));
    return;
  }
  for (const name of readdirSync(path).sort())
    if (name !== 'dist' && name !== 'node_modules' && name !== 'test') addTo(hash, join(path, name));
}
