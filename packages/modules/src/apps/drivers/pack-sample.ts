import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Program } from '../workload-driver.ts';

/**
 * A sample of the checkout as a program of its own: its sources and the packages that it needs, laid out as they lie in the checkout, so
 * that the same resolution finds the same versions. Made once per content, whole or not at all, readable for every tenant.
 */
export function packSample(name: string, source: string, destination: string): Program {
  const packages = neededPackages(source);
  const root = dirname(topModules(source));
  const files = sourceFiles(source);
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${relative(source, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  for (const directory of packages) hash.update(`${relative(root, directory)}@${readManifest(directory).version}\0`);
  const id = `sample-${name}-${hash.digest('hex').slice(0, 16)}`;
  const directory = join(destination, id);
  const program = { id, directory: join(directory, relative(root, source)) };
  if (existsSync(directory)) return program;
  mkdirSync(destination, { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(join(destination, '.draft-'));
  for (const file of files) cpSync(file, join(draft, relative(root, file)), { recursive: true });
  for (const from of packages) {
    const nested = join(from, 'node_modules');
    cpSync(from, join(draft, relative(root, from)), { recursive: true, dereference: true, filter: (path) => path !== nested });
  }
  openForReading(draft);
  try {
    renameSync(draft, directory);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  return program;
}

interface Manifest {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Real directories of all packages that a package needs to run, sorted. */
function neededPackages(source: string): string[] {
  const found = new Set<string>();
  const visit = (directory: string) => {
    const { dependencies = {}, optionalDependencies = {} } = readManifest(directory);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const target = resolvePackage(name, directory);
      if (!target) {
        if (name in optionalDependencies) continue;
        throw new Error(`package ${name}, needed by ${directory}, is not installed; run npm install`);
      }
      if (found.has(target)) continue;
      found.add(target);
      visit(target);
    }
  };
  visit(source);
  return [...found].sort();
}

function resolvePackage(name: string, from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (dirname(at) === at) return undefined;
  }
}

/** The outermost node_modules above a package: where npm workspaces keep what they share. */
function topModules(source: string): string {
  let top: string | undefined;
  for (let at = source; dirname(at) !== at; at = dirname(at)) if (existsSync(join(at, 'node_modules'))) top = join(at, 'node_modules');
  if (!top) throw new Error(`there is no node_modules above ${source}; run npm install`);
  return top;
}

function sourceFiles(source: string): string[] {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/(^|\/)(node_modules|test)\/|\.test\.ts$/.test(relative(source, path)));
  return files.sort();
}

function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
}

/** Whatever this process's umask is. */
function openForReading(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o111 ? 0o755 : 0o644);
  }
}
