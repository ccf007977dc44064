import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type KubeObject, Position } from '@dizuo/api';
import { afterEach, expect, it, vi } from 'vitest';
import { createClient } from './client.ts';
import { createInformer, type Informer } from './informer.ts';
import { createWatchSlots } from './watch-slots.ts';

/** The peer answers as the script says, one entry for each request: an interrupted or refusing server cannot be had on demand. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const open: (() => void)[] = [];

async function scripted(answers: Answer[], options: { most?: number } = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers.shift();
    if (answer) answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createClient({ baseUrl: `http://127.0.0.1:${port}` });
  const informer = createInformer(client.objects(Position), { slots: createWatchSlots(1), ...options });
  open.push(() => {
    informer.stop();
    server.closeAllConnections();
    server.close();
  });
  return { asked, informer };
}

afterEach(() => {
  for (const close of open.splice(0)) close();
});

const named = (name: string, resourceVersion: string) => ({ metadata: { name, resourceVersion }, spec: { displayName: name } });
const list =
  (version: string, ...names: string[]): Answer =>
  (_request, response) =>
    void response.end(JSON.stringify({ metadata: { resourceVersion: version }, items: names.map((name) => named(name, version)) }));
const events =
  (...lines: [string, unknown][]): Answer =>
  (_request, response) => {
    response.flushHeaders();
    for (const [type, object] of lines) response.write(`${JSON.stringify({ type, object })}\n`);
  };
const ended =
  (...lines: [string, unknown][]): Answer =>
  (request, response) => {
    events(...lines)(request, response);
    // Cut off in the middle, once what was written has left.
    setTimeout(() => response.destroy(), 50);
  };
const refused =
  (code: number): Answer =>
  (_request, response) => {
    response.writeHead(code, { 'x-request-id': 'r-1' });
    response.end(JSON.stringify({ kind: 'Status', status: 'Failure', code, reason: 'X', message: 'no' }));
  };
const names = (informer: Informer<KubeObject>) => informer.state().items.map((item) => item.metadata.name);
const soon = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });

it('lists, then follows; what is new comes last and what changed keeps its place', async () => {
  const { informer } = await scripted([
    list('5', 'b', 'a'),
    events(['MODIFIED', named('b', '6')], ['ADDED', named('c', '7')], ['DELETED', named('a', '8')]),
  ]);
  informer.start();
  await soon(() => expect(names(informer)).toEqual(['b', 'c']));
  expect(informer.state().items[0]?.metadata.resourceVersion).toBe('6');
});

it('goes on after an interruption from the last version it saw, bookmarks included', async () => {
  const { informer, asked } = await scripted([
    list('5', 'a'),
    ended(['BOOKMARK', { metadata: { resourceVersion: '9' } }]),
    events(['ADDED', named('b', '10')]),
  ]);
  informer.start();
  await soon(() => expect(names(informer)).toEqual(['a', 'b']));
  expect(asked[2]).toContain('resourceVersion=9');
});

it('lists again where the version is too old, and rows that are still there keep their order', async () => {
  const { informer, asked } = await scripted([
    list('5', 'b', 'a'),
    events(['ERROR', { kind: 'Status', status: 'Failure', code: 410, reason: 'Expired' }]),
    list('20', 'a', 'b', 'c'),
    events(),
  ]);
  informer.start();
  await soon(() => expect(names(informer)).toEqual(['b', 'a', 'c']));
  expect(asked[2]).not.toContain('watch');
  expect(informer.state().error).toBeUndefined();
});

it('gives up where it is refused, and says why', async () => {
  const { informer, asked } = await scripted([refused(403)]);
  informer.start();
  await soon(() => expect(informer.state().error?.requestId).toBe('r-1'));
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(asked).toHaveLength(1);
});

it('keeps what it has while the server is away, and says so', async () => {
  const { informer } = await scripted([list('5', 'a'), ended(), refused(503), events(['ADDED', named('b', '6')])]);
  informer.start();
  await soon(() => expect(informer.state().error?.code).toBe(503));
  expect(names(informer)).toEqual(['a']);
  await soon(() => expect(names(informer)).toEqual(['a', 'b']));
  expect(informer.state().error).toBeUndefined();
});

it('copies no more than it may, says so, and follows nothing then', async () => {
  const first: Answer = (_request, response) =>
    void response.end(JSON.stringify({ metadata: { resourceVersion: '5', continue: 'more' }, items: [named('a', '5'), named('b', '5')] }));
  const { informer, asked } = await scripted([first], { most: 2 });
  informer.start();
  await soon(() => expect(informer.state()).toMatchObject({ loaded: true, partial: true }));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(names(informer)).toEqual(['a', 'b']);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('limit=2');
});

it('knows that the server is back before anything changes', async () => {
  const { informer } = await scripted([list('5', 'a'), refused(503), events()]);
  informer.start();
  await soon(() => expect(informer.state().error?.code).toBe(503));
  await soon(() => expect(informer.state().error).toBeUndefined());
});
