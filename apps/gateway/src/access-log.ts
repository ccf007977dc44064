import type { Exchange } from './proxy/exchange.ts';

export type Log = (entry: Record<string, unknown>) => void;

/** One line of the access log. No query, no header: they may hold personal data. */
export function accessEntry(x: Exchange): Record<string, unknown> {
  return {
    requestId: x.requestId,
    client: x.client.address,
    method: x.head.method,
    host: x.head.host,
    path: x.path,
    status: x.status,
    ms: Math.round((performance.now() - x.startedAt) * 10) / 10,
    ...(x.rule ? { route: x.rule.id } : {}),
    ...(x.endpoint ? { endpoint: `${x.endpoint.backend}#${x.endpoint.id}` } : {}),
    ...(x.user ? { user: x.user } : {}),
    ...(x.retries > 0 ? { retries: x.retries } : {}),
    ...(x.why ? { problem: x.why } : {}),
  };
}

const mostWaiting = 64 * 1024;
const waitMs = 100;

/** Writes JSON lines: what happens to the process at once, the access log many lines at a time, at the latest after 100 ms. */
export function jsonLog(out: NodeJS.WritableStream): Log & { flush(): void } {
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (text) out.write(text);
    text = '';
  };
  const log = (entry: Record<string, unknown>) => {
    text += `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`;
    if (text.length > mostWaiting || entry.level !== undefined) flush();
    else timer ??= setTimeout(flush, waitMs).unref();
  };
  return Object.assign(log, { flush });
}
