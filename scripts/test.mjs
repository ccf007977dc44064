// npm test: sets up what tests need, then types, lint, import rules, dead code, and every test. Says what could not be run;
// with CI=true that is a failure.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from './build-console.mjs';
import { installDependencies, node, root } from './install.mjs';

const ci = process.env.CI === 'true';
const only = process.argv.slice(2);

installDependencies();
const missing = installPackages();
buildConsole();
if (only.length === 0) run('checks', 'npm', ['run', '--silent', 'check']);
run('tests', node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...only], { DIZUO_MISSING: missing.map((m) => m.name).join(',') });
for (const { name, tests } of missing) console.error(`NOT RUN: ${tests}, because ${name} is not here and could not be installed`);
if (ci && missing.length > 0) process.exit(1);

/** Debian packages that some tests need, taken by apt-get where this user may. Returns what is still missing. */
function installPackages() {
  const needs = [
    { name: 'chromium', present: () => existsSync('/usr/bin/chromium'), tests: 'the browser tests' },
    { name: 'fonts-noto-cjk', present: () => existsSync('/usr/share/fonts/opentype/noto'), tests: 'the browser tests with Chinese type' },
    { name: 'poppler-utils', present: () => existsSync('/usr/bin/pdftotext'), tests: 'the tests that read PDFs' },
    { name: 'wrk', present: () => existsSync('/usr/bin/wrk'), tests: 'the load of wrk on a gateway whose world changes' },
    { name: 'kubernetes-client', present: hasKubectl, tests: 'the kubectl tests', download: true },
  ];
  const absent = needs.filter((need) => !need.present());
  if (absent.length === 0) return [];
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return absent;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const lock = ['-o', 'DPkg::Lock::Timeout=600', '-o', 'Acquire::Retries=3'];
  spawnSync('apt-get', ['update', '-qq', ...lock], { stdio: ['ignore', 'ignore', 'inherit'], env });
  const install = absent.filter((need) => !need.download).map((need) => need.name);
  if (install.length > 0)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...lock, ...install], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
  if (absent.some((need) => need.download)) unpackKubectl(env);
  return absent.filter((need) => !need.present());
}

function kubectlPath() {
  return join(root, 'node_modules/.cache/kubernetes-client/usr/bin/kubectl');
}

function hasKubectl() {
  return existsSync(kubectlPath());
}

/** The package clashes with other kubectl packages, so it is unpacked, not installed. */
function unpackKubectl(env) {
  const directory = join(root, 'node_modules/.cache/kubernetes-client');
  const script = `mkdir -p "${directory}" && cd "${directory}" && apt-get download -qq kubernetes-client && dpkg -x kubernetes-client_*.deb . && rm -f kubernetes-client_*.deb`;
  spawnSync('sh', ['-c', script], { stdio: ['ignore', 'ignore', 'inherit'], env });
}

function run(what, command, args, env = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
  });
  if (result.status !== 0) {
    console.error(`${what} failed`);
    process.exit(result.status ?? 1);
  }
}
