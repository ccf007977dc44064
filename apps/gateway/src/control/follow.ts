import type { Log } from '../access-log.ts';
import type { Platform } from './platform.ts';

const firstPauseMs = 200;
const longestPauseMs = 5000;

/** Reads a stream for good: where it breaks it is opened again, after a pause that doubles up to five seconds. */
export async function follow(
  platform: Platform,
  path: string,
  signal: AbortSignal,
  log: Log,
  onMessage: (message: unknown, text: string) => void | Promise<void>,
): Promise<void> {
  let pauseMs = firstPauseMs;
  let told = '';
  while (!signal.aborted) {
    try {
      for await (const text of platform.lines(path, signal)) {
        await onMessage(JSON.parse(text), text);
        if (pauseMs !== firstPauseMs || told) log({ level: 'info', stream: path, message: 'connected' });
        pauseMs = firstPauseMs;
        told = '';
      }
    } catch (error) {
      const why = (error as Error).message;
      if (!signal.aborted && why !== told) log({ level: 'warn', stream: path, message: `not connected: ${why}` });
      told = why;
    }
    await pause(pauseMs, signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
