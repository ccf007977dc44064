export type Log = (entry: Record<string, unknown>) => void;

const mostWaiting = 64 * 1024;
const waitMs = 100;
/** What may wait for a slow reader, in characters; further lines are dropped and counted. */
const mostUnread = 4 * 1024 * 1024;

export interface JsonLog extends Log {
  flush(): void;
  /** Lines that nobody took in time. */
  dropped(): number;
}

/** Writes JSON lines: what happens to the process at once, the access log many lines at a time, at the latest after 100 ms. Never waits for the reader. */
export function jsonLog(out: NodeJS.WritableStream): JsonLog {
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  let dropped = 0;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (text) out.write(text);
    text = '';
  };
  const log = (entry: Record<string, unknown>) => {
    if (((out as { writableLength?: number }).writableLength ?? 0) > mostUnread) {
      dropped += 1;
      return;
    }
    text += `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`;
    if (text.length > mostWaiting || entry.level !== undefined) flush();
    else timer ??= setTimeout(flush, waitMs).unref();
  };
  return Object.assign(log, { flush, dropped: () => dropped });
}
