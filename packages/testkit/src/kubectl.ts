import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface KubectlResult {
  code: number;
  stdout: string;
  stderr: string;
}

export type Kubectl = (args: string[], input?: string, env?: NodeJS.ProcessEnv) => Promise<KubectlResult>;

/** Debian's kubectl 1.20, unpacked by the test command, and the one that DIZUO_KUBECTL names. */
export function kubectlBinaries(): { name: string; path: string }[] {
  const root = dirname(dirname(createRequire(import.meta.url).resolve('vitest/package.json')));
  const debian = join(root, '.cache/kubernetes-client/usr/bin/kubectl');
  const found = existsSync(debian) ? [{ name: 'kubectl of Debian', path: debian }] : [];
  const other = process.env.DIZUO_KUBECTL;
  return other ? [...found, { name: 'kubectl of DIZUO_KUBECTL', path: other }] : found;
}

/** Runs a kubectl with its own cache. Resolves whatever the exit code is. */
export function kubectlWith(binary: string, kubeconfig: string): Kubectl {
  const home = mkdtempSync(join(tmpdir(), 'dizuo-kubectl-'));
  return (args, input, env = {}) =>
    new Promise((resolve) => {
      const options = {
        env: { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: home, KUBECONFIG: kubeconfig, ...env },
        maxBuffer: 64 * 1024 * 1024,
        timeout: 60_000,
      };
      const child = execFile(binary, args, options, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 255) : 0;
        resolve({ code, stdout, stderr });
      });
      if (input !== undefined) child.stdin?.end(input);
    });
}
