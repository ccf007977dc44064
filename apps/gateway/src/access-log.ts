/** One line of the access log. No query, no header: they may hold personal data. */
export interface AccessEntry {
  requestId: string;
  client: string;
  method: string;
  host: string;
  path: string;
  status: number;
  ms: number;
  route?: string;
  endpoint?: string;
  user?: string;
  retries?: number;
  problem?: string;
}

export type Log = (entry: Record<string, unknown>) => void;

/** Writes JSON lines. */
export function jsonLog(out: NodeJS.WritableStream): Log {
  return (entry) => void out.write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
}
