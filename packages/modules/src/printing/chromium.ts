import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from '@dizuo/api';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { printingUnavailable } from './printing.errors.ts';
import { ProcessGroup } from './process-group.ts';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** `nobody`. */
const unprivileged = 65_534;
/** Bytes that all its processes may hold together; an ordinary page takes a third. */
const mostMemory = 1_500_000_000;
const heapMiB = 384;
const launchMs = 20_000;

/** The Chromium that pages are printed with: the one that was set, else where Debian and others put it. Throws `printingUnavailable`. */
export function findChromium(set: string | undefined): string {
  if (set !== undefined) {
    if (existsSync(set)) return set;
    throw printingUnavailable({ why: say('ChromiumNotThere')`DIZUO_CHROMIUM names ${set}, and nothing is there` });
  }
  const found = usualPlaces.find((path) => existsSync(path));
  if (!found) throw printingUnavailable({ why: say('NoChromium')`there is no Chromium on this machine` });
  return found;
}

/**
 * A browser of its own for one page, on an empty profile, that reaches no network: names do not resolve and the proxy is a port nobody
 * serves. Its memory is watched; nothing of it is left afterwards. A server that runs as root runs it as `nobody`.
 */
export async function withBrowser<T>(
  program: string,
  options: BrowserContextOptions,
  work: (context: BrowserContext) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'dizuo-print-'));
  const group = new ProcessGroup(directory);
  try {
    const context = await launch(program, options, directory, group);
    group.limit(mostMemory);
    try {
      return await work(context);
    } finally {
      await context.close();
    }
  } finally {
    group.end();
    rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function launch(program: string, options: BrowserContextOptions, directory: string, group: ProcessGroup): Promise<BrowserContext> {
  // Loaded with the first document: a server that prints nothing does not carry it.
  const { chromium } = await import('playwright-core');
  const root = process.getuid?.() === 0;
  const profile = join(directory, 'profile');
  mkdirSync(profile, { mode: 0o700 });
  if (root) for (const path of [directory, profile]) chownSync(path, unprivileged, unprivileged);
  const launching = chromium.launchPersistentContext(profile, {
    ...options,
    executablePath: launcherIn(directory, program, group, root),
    args: [
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--proxy-server=127.0.0.1:9',
      '--proxy-bypass-list=<-loopback>',
      '--disable-gpu',
      '--renderer-process-limit=1',
      `--js-flags=--max-old-space-size=${heapMiB}`,
      // Chromium refuses its own sandbox where it cannot set it up: for root, and for whom root became.
      ...(root ? ['--no-sandbox'] : []),
    ],
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: profile, LANG: 'C.UTF-8' },
    serviceWorkers: 'block',
    timeout: launchMs,
  });
  return launching.catch((cause: unknown) => {
    throw printingUnavailable({ why: say('ChromiumDoesNotStart')`${program} does not start` }, { cause });
  });
}

function launcherIn(directory: string, program: string, group: ProcessGroup, root: boolean): string {
  const launcher = join(directory, 'launch');
  const drop = root ? `setpriv --reuid=${unprivileged} --regid=${unprivileged} --clear-groups --no-new-privs ` : '';
  const quoted = `'${program.replaceAll("'", "'\\''")}'`;
  writeFileSync(launcher, `#!/bin/sh\n${group.announce}\nexec ${drop}${quoted} "$@"\n`, { mode: 0o755 });
  return launcher;
}
