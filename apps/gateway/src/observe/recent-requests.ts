import type { AskedCaller, DataPlaneConfiguration, RecentRequest } from '@dizuo/api';
import type { RequestFacts } from '../proxy/request-facts.ts';
import { maskAddress, maskPath } from './mask-personal.ts';
import { SpelledValues } from './spelled-values.ts';

/** Of each ring. */
const most = 200;
/** Of one rule between two reports, whatever others do. */
const mostOfRule = 10;
/** Beyond these one more is taken at this pace. */
const everyMs = 200;
/** Characters of one report. */
const mostText = 256 * 1024;

/**
 * Some of the requests that ended since the last report: of each rule the first ten, and five more a second of all; of those that
 * failed as many again, so that traffic does not wash them out. A request that is not taken costs a look-up.
 */
export class RecentRequests {
  readonly #failed = new Ring();
  readonly #passed = new Ring();
  #spelled = new SpelledValues({ rules: [], matches: [] });

  arrange(configuration: Pick<DataPlaneConfiguration, 'rules' | 'matches'>): void {
    this.#spelled = new SpelledValues(configuration);
  }

  /** A request ended `now` (on `performance.now()`). */
  ended(x: RequestFacts, now: number): void {
    const ring = x.status >= 400 || x.status === 0 ? this.#failed : this.#passed;
    if (!ring.takes(x.rule?.id ?? '', now)) return;
    // As text: parts of a request keep its whole head in memory.
    ring.keep(JSON.stringify({ ...recentRequest(x, now - x.startedAt), ...this.#spelled.of(x.head) }));
  }

  /** Those that were kept, the failed first, each ring's latest first; forgets them. */
  drain(): RecentRequest[] {
    let text = 0;
    return [...this.#failed.drain(), ...this.#passed.drain()].flatMap((kept) => {
      text += kept.length;
      return text <= mostText ? [JSON.parse(kept) as RecentRequest] : [];
    });
  }
}

class Ring {
  #kept: string[] = [];
  #next = 0;
  #nextAt = 0;
  readonly #taken = new Map<string, number>();

  takes(rule: string, now: number): boolean {
    const taken = this.#taken.get(rule) ?? 0;
    if (taken >= mostOfRule) {
      if (now < this.#nextAt) return false;
      this.#nextAt = now + everyMs;
    }
    this.#taken.set(rule, taken + 1);
    return true;
  }

  keep(text: string): void {
    this.#kept[this.#next] = text;
    this.#next = (this.#next + 1) % most;
  }

  drain(): string[] {
    const latestFirst = [...this.#kept.slice(this.#next), ...this.#kept.slice(0, this.#next)].reverse();
    this.#kept = [];
    this.#next = 0;
    this.#taken.clear();
    return latestFirst;
  }
}

function recentRequest(x: RequestFacts, ms: number): RecentRequest {
  const { head, client, rule, backend, endpoint, port, trace } = x;
  const who = whoCalled(x);
  return {
    id: x.requestId,
    at: new Date(Date.now() - ms).toISOString(),
    method: head.method.slice(0, 32),
    host: head.host.slice(0, 300),
    path: maskPath(x.path).slice(0, 1000),
    ...(port ? { port } : {}),
    status: x.status,
    ms: Math.round(ms * 10) / 10,
    client: maskAddress(client.address),
    ...(rule ? { rule: rule.id } : {}),
    ...(backend ? { backend: backend.id } : {}),
    ...(endpoint ? { endpoint: endpoint.id } : {}),
    ...(who ? { who } : {}),
    ...(x.limitedBy !== undefined ? { limit: x.limitedBy } : {}),
    ...(x.told ? { problem: x.told } : {}),
    ...(x.why ? { why: firstLine(x.why) } : {}),
    ...(x.retries > 0 ? { retries: x.retries } : {}),
    ...(trace ? { traceId: trace.traceId } : {}),
  };
}

function whoCalled({ caller, visitor, departments = [] }: RequestFacts): AskedCaller | undefined {
  if (caller !== undefined) return { consumer: caller.slice(0, 500) };
  if (visitor === undefined) return undefined;
  const { sub, category, positions } = visitor;
  return { user: sub, category, departments: departments.slice(0, 64), positions: positions.slice(0, 64) };
}

/** What follows tells of the program, not of the request. */
function firstLine(why: string): string {
  return (why.split('\n', 1)[0] ?? '').slice(0, 300);
}
