import { request } from 'node:http';
import { type Sentence, say, type Text } from '@dizuo/api';

export interface HealthTarget {
  host: string;
  port: number;
  path: string;
  intervalMs: number;
  timeoutMs: number;
}

export interface Health {
  /** The last answer was good. */
  ok: boolean;
  /** Bad answers in a row. */
  failures: number;
  problem: Text;
}

interface Checked extends Health {
  target: string;
  dueAt: number;
  running: boolean;
}

const unknown: Health = { ok: false, failures: 0, problem: say('NotCheckedYet')`it was not checked yet` };

/** Checks replicas in the background; asking gives the last answer and starts the next check when it is due. */
export class HealthMonitor {
  readonly #checked = new Map<string, Checked>();

  look(id: string, target: HealthTarget): Health {
    const address = `${target.host}:${target.port}`;
    let state = this.#checked.get(id);
    if (!state || state.target !== address) {
      state = { ...unknown, target: address, dueAt: 0, running: false };
      this.#checked.set(id, state);
    }
    if (!state.running && performance.now() >= state.dueAt) void this.#check(state, target);
    return state;
  }

  /** For a replica that starts anew. */
  forget(id: string): void {
    this.#checked.delete(id);
  }

  async #check(state: Checked, target: HealthTarget): Promise<void> {
    state.running = true;
    const problem = await probe(target);
    state.running = false;
    state.dueAt = performance.now() + target.intervalMs;
    state.ok = problem === undefined;
    state.failures = problem === undefined ? 0 : state.failures + 1;
    state.problem = problem ?? '';
  }
}

/** Undefined: a good answer. */
function probe({ host, port, path, timeoutMs }: HealthTarget): Promise<Sentence | undefined> {
  return new Promise((resolve) => {
    const call = request(
      { host, port, path, agent: false, timeout: timeoutMs, headers: { 'user-agent': 'dizuo-health-check' } },
      (answer) => {
        answer.resume();
        const { statusCode = 0 } = answer;
        resolve(statusCode >= 200 && statusCode < 400 ? undefined : say('HealthAnswered')`GET ${path} answered ${statusCode}`);
      },
    );
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      call.destroy(new Error('late'));
    }, timeoutMs);
    call.once('error', ({ message }) => {
      const why = late ? say('HealthTimeout')`no answer within ${timeoutMs} ms` : message || say('NoConnection')`no connection`;
      resolve(say('HealthFailed')`GET ${path} on port ${port}: ${why}`);
    });
    call.once('close', () => clearTimeout(limit));
    call.end();
  });
}
