import { HeadError } from '../http/message-head.ts';
import type { CompiledRule } from '../routing/compiled-rule.ts';
import type { Downstream } from './downstream.ts';
import { Exchange, type ExchangeServices, type RequestCopy } from './exchange.ts';

/** Copies under way in this process; more are not made, so that a slow receiver of copies harms nobody. */
const mostCopies = 512;
/** Nobody waits for the answer to a copy. */
const longestMs = 30_000;

let underWay = 0;

/** Sends a copy of a request to a backend, and drops what it answers. It is neither logged nor counted as traffic. */
export function sendCopy(services: ExchangeServices, { backend, onward }: RequestCopy, body: Buffer, rule: CompiledRule): void {
  if (underWay >= mostCopies) return;
  const { ended: _ended, ...quiet } = services;
  const copy = Exchange.take({ ...quiet, serve: (x) => x.forward(backend, onward, longestMs) }, []);
  copy.later();
  const { retry: _retry, mirrors: _mirrors, persistence: _persistence, ...plain } = rule;
  copy.rule = plain;
  const head = Buffer.from(onward, 'latin1');
  try {
    copy.head.read(head, 0, head.length);
  } catch (error) {
    // What filters and the gateway added may make it longer than a head may be; the request itself goes on.
    if (error instanceof HeadError) return;
    throw error;
  }
  copy.requestBody.begin(copy.head.framing, copy.head.length, false);
  copy.requestBody.feed(body, 0, body.length);
  underWay += 1;
  copy.start(nobody, body, 0, body.length, false);
}

/** The client's side of a copy. */
const nobody: Downstream = {
  address: '',
  isSecure: false,
  port: 0,
  takesChunks: true,
  aboutClient: () => '',
  sendContinue: () => {},
  sendAnswer: () => true,
  sendBody: () => true,
  sendOwn: () => {},
  abort: () => {},
  pauseBody: () => {},
  resumeBody: () => {},
  beginTunnel: () => {},
  endTunnel: () => {},
  finished: () => {
    underWay -= 1;
  },
};
