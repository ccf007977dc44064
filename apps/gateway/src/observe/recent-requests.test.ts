import type { DataPlaneConfiguration } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { RequestFacts } from '../proxy/request-facts.ts';
import { RecentRequests } from './recent-requests.ts';

type Configuration = Pick<DataPlaneConfiguration, 'rules' | 'matches'>;

/** A request of a rule that was read from a connection, as it stands at its end. */
function ended(rule: string, part: { status?: number; path?: string; head?: string } = {}): RequestFacts {
  const { status = 200, path = '/', head = '' } = part;
  const x = new RequestFacts();
  const bytes = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: a.cn\r\n${head}\r\n`);
  x.head.read(bytes, 0, bytes.length);
  const client = { address: '192.0.2.17', port: 8421, isSecure: false } as RequestFacts['client'];
  const found = { id: rule, tenant: 't', shares: [] } as unknown as RequestFacts['rule'];
  return Object.assign(x, { client, rule: found, status, path: x.head.path, requestId: crypto.randomUUID() });
}

const count = (recent: RecentRequests, test: (rule: string | undefined, status: number) => boolean) =>
  recent.drain().filter(({ rule, status }) => test(rule, status)).length;

describe('of recent requests', () => {
  it('each rule has its first ten, beside any traffic of others, and five more a second are taken', () => {
    const recent = new RecentRequests();
    for (let ms = 0; ms < 10_000; ms += 1) recent.ended(ended('t/busy/0'), ms);
    for (let ms = 9_000; ms < 9_020; ms += 1) recent.ended(ended('t/quiet/0'), ms);
    const kept = recent.drain();
    expect(kept.filter(({ rule }) => rule === 't/busy/0').length).toBe(60);
    expect(kept.filter(({ rule }) => rule === 't/quiet/0').length).toBeGreaterThanOrEqual(10);
    recent.ended(ended('t/busy/0'), 10_000);
    expect(count(recent, () => true)).toBe(1);
  });

  it('those that failed have places of their own', () => {
    const recent = new RecentRequests();
    for (const status of [500, 429, 0, 404]) recent.ended(ended('t/a/0', { status }), 0);
    for (let ms = 0; ms < 60_000; ms += 1) recent.ended(ended(`t/${ms % 100}/0`), ms);
    const kept = recent.drain();
    expect(kept.slice(0, 4).map(({ status }) => status)).toEqual([404, 0, 429, 500]);
    expect(kept.length).toBe(204);
  });

  it('no more than fits a report is told', () => {
    const recent = new RecentRequests();
    for (let i = 0; i < 400; i += 1) recent.ended(ended(`t/${i}/0`, { path: `/${'x'.repeat(5000)}`, status: i % 2 ? 200 : 500 }), i);
    const kept = recent.drain();
    expect(JSON.stringify(kept).length).toBeLessThan(300_000);
    expect(kept.length).toBeGreaterThan(150);
    expect(kept.filter(({ status }) => status === 500).length).toBe(200);
  });

  it('only such values are told as the configuration spells out, and none that may be secret', () => {
    const recent = new RecentRequests();
    const header = (name: string, value: string, more = {}) => ({ name, value, ...more });
    const fields = ['x-version', 'authorization', 'cookie'].map((name) => header(name, 'v2'));
    recent.arrange({
      rules: [{ id: 't/a/0', backends: [], canary: { always: { header: header('x-preview', 'yes') } } }],
      matches: [{ headers: [...fields, header('x-open', '.*', { regex: true })], query: [header('v', 'a b'), header('w', '1')] }],
    } as unknown as Configuration);
    const head = ['X-Version: v2', 'Authorization: v2', 'Cookie: v2', 'X-Open: anything', 'X-Preview: yes', 'X-Mine: 1'].join('\r\n');
    recent.ended(ended('t/a/0', { path: '/?v=a+b&w=2&x=3', head: `${head}\r\n` }), 0);
    recent.ended(ended('t/a/0', { path: '/?v=c', head: 'X-Version: v3\r\n' }), 1);
    const [second, first] = recent.drain();
    expect(first).toMatchObject({ query: 'v=a+b', headers: { 'x-version': 'v2', 'x-preview': 'yes' } });
    expect(JSON.stringify(first)).not.toMatch(/authorization|cookie|x-open|x-mine|w=2|x=3/i);
    expect(second).not.toHaveProperty('query');
    expect(second).not.toHaveProperty('headers');
  });
});
