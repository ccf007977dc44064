import { expect } from 'vitest';
import type { Ask, Told } from './ask.ts';
import type { Case, Expected, Row } from './conformance-case.ts';
import type { World } from './world.ts';

/** Sends the request of a row, and holds what comes back against what has to come of it. */
export async function hold(world: World, row: Row, at: Case['at']): Promise<void> {
  const [line, expected, more = {}] = row;
  const request = { ...readRequest(line), ...(at?.port ? { port: at.port } : {}), ...more };
  compare(await world.ask(at?.gateway ?? 'same-namespace', request), expected, line);
}

/** `POST example.com/path` → its parts. */
function readRequest(line: string): Partial<Ask> {
  const [, method, host, path = '/'] = /^(?:([A-Z]+) )?([^/]*)(\/.*)$/.exec(line) ?? [];
  return { path, ...(method ? { method } : {}), ...(host ? { host } : {}) };
}

function compare(told: Told, expected: Expected, line: string): void {
  const { from, status, got, headers, absent, location } = normal(expected);
  expect([status].flat(), `status of ${line}`).toContain(told.status);
  if (from !== undefined) expect(told.echoed?.backend, `backend of ${line}`).toBe(from);
  if (got) {
    const { headers: fields = {}, absent: gone = [], ...parts } = got;
    expect(told.echoed, `what the backend got of ${line}`).toMatchObject({ ...parts, headers: fields });
    for (const name of gone) expect(told.echoed?.headers, `what the backend got of ${line}`).not.toHaveProperty(name);
  }
  for (const [name, values] of Object.entries(headers ?? {})) expect([values].flat(), `${name} of ${line}`).toContain(told.headers[name]);
  for (const name of absent ?? []) expect(told.headers, `answer to ${line}`).not.toHaveProperty(name);
  if (location) expect(locationOf(told), `location of ${line}`).toMatchObject(location);
}

function normal(expected: Expected): Exclude<Expected, string | number> {
  if (typeof expected === 'string') return { from: expected, status: 200 };
  if (typeof expected === 'number') return { status: expected };
  return { status: 200, ...expected };
}

function locationOf({ headers }: Told) {
  const { protocol, hostname, port, pathname } = new URL(headers.location ?? '');
  return { scheme: protocol.slice(0, -1), host: hostname, port, path: pathname };
}
