import type { Kubectl } from '@dizuo/testkit';
import { expect } from 'vitest';
import { insist } from './journey.ts';
import type { Platform } from './platform.ts';

/** A platform that dies where a test wants it to, and goes on. */
export class Crashes {
  readonly platform: Platform;
  /** What people asked for while the server died; kubectl goes on asking. */
  readonly #underway: Promise<unknown>[] = [];

  constructor(platform: Platform) {
    this.platform = platform;
  }

  /** Kills the server, lets it die at each of the points in turn, somebody acting before the first, and starts it to go on. */
  async dieAtEach(points: readonly string[], act: () => Promise<unknown>): Promise<void> {
    await this.platform.kill();
    const [first = '', ...others] = points;
    await this.dieAt(first, act);
    for (const point of others) await this.dieAt(point);
    await this.goOn();
  }

  /** Starts a server that dies at the point, lets somebody act, and waits until it has died. */
  async dieAt(point: string, act?: () => Promise<unknown>): Promise<void> {
    const child = await this.platform.launch({ env: { DIZUO_CRASH_AT: point } });
    if (act) {
      const acting = act();
      acting.catch(() => {});
      this.#underway.push(acting);
    }
    await this.platform.ended(120_000).catch((error: Error) => {
      throw new Error(`${point} was not reached`, { cause: error });
    });
    expect(child.signalCode, `${point}\n${this.platform.output}`).toBe('SIGKILL');
  }

  async goOn(): Promise<void> {
    await this.platform.start();
    await Promise.all(this.#underway.splice(0));
  }

  /** What is done is done before the answer: the very next moment may be the last. */
  async lose(): Promise<void> {
    await this.platform.kill();
    await this.platform.start();
  }
}

/** Objects of a kind as somebody's kubectl sees them. */
export async function itemsOf<T = Record<string, unknown>>(kubectl: Kubectl, kind: string, namespace: string): Promise<T[]> {
  return (JSON.parse(await insist(kubectl, ['get', kind, '-n', namespace, '-o', 'json'])) as { items: T[] }).items;
}

interface SeenEvent {
  involvedObject: { kind: string; uid: string };
  reason: string;
  message: string;
  firstTimestamp: string;
}

/** Equal events are counted in one object for so long. */
const windowMs = 10 * 60_000;

/** An event of one object with one text is one object, however often its controller died. */
export async function noEventTwice(kubectl: Kubectl, namespace: string): Promise<void> {
  const events = await itemsOf<SeenEvent>(kubectl, 'events', namespace);
  const seen = events.map(({ involvedObject: { kind, uid }, reason, message, firstTimestamp }) =>
    [Math.floor(Date.parse(firstTimestamp) / windowMs), kind, uid, reason, message].join(' '),
  );
  expect(seen.filter((text, i) => seen.indexOf(text) !== i)).toEqual([]);
}
