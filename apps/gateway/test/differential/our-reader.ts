import { BodyScanner } from '../../src/http/body-scanner.ts';
import { HeadError, type MessageHead } from '../../src/http/message-head.ts';
import { RequestHead } from '../../src/http/request-head.ts';
import { ResponseHead } from '../../src/http/response-head.ts';

/** A message as a reader sees it. `first`: method and target as sent, or the status. All text is latin1. */
export interface ReadMessage {
  first: string;
  fields: string[];
  body: string;
  /** Its end was seen. */
  isWhole: boolean;
}

/** Requests as the data plane reads them from a connection, to the end of the bytes, to the first that it refuses, or to the last that it takes. */
export function readRequests(bytes: Buffer, cuts: readonly number[]): ReadMessage[] {
  const head = new RequestHead();
  const body = new BodyScanner();
  return readAll(bytes, cuts, (part, from) => {
    const end = head.read(part, from, part.length);
    if (end < 0) return undefined;
    body.begin(head.framing, head.length, false);
    const [method, target] = head.text.split(' ', 2);
    return { end, body, message: begun(head, `${method} ${target}`), isLast: !head.keepAlive };
  });
}

/** The answer to one request, as the data plane reads it from a backend. */
export function readResponse(bytes: Buffer, cuts: readonly number[]): ReadMessage | undefined {
  const head = new ResponseHead();
  const body = new BodyScanner();
  const [message] = readAll(bytes, cuts, (part, from) => {
    let end = from;
    do {
      end = head.read(part, end, part.length, 'GET');
      if (end < 0) return undefined;
    } while (head.status < 200 && head.status !== 101);
    body.begin(head.framing, head.length, true);
    return { end, body, message: begun(head, String(head.status)), isLast: true };
  });
  return message;
}

interface Begun {
  end: number;
  body: BodyScanner;
  message: ReadMessage;
  isLast: boolean;
}

/** `cuts`: where the bytes come apart, as a connection brings them. */
function readAll(bytes: Buffer, cuts: readonly number[], begin: (part: Buffer, from: number) => Begun | undefined): ReadMessage[] {
  const messages: ReadMessage[] = [];
  let current: Begun | undefined;
  let at = 0;
  try {
    for (const cut of [...cuts.filter((c) => c < bytes.length).sort((a, b) => a - b), bytes.length]) {
      const part = bytes.subarray(0, cut);
      while (at < cut) {
        current ??= begin(part, at);
        if (current === undefined) break;
        const { message, body } = current;
        if (!messages.includes(message)) {
          messages.push(message);
          at = current.end;
        }
        const end = body.feed(part, at, cut, (content, from, to) => {
          message.body += content.toString('latin1', from, to);
        });
        at = end < 0 ? cut : end;
        if (!body.isDone) break;
        message.isWhole = true;
        if (current.isLast) return messages;
        current = undefined;
      }
    }
  } catch (error) {
    if (!(error instanceof HeadError)) throw error;
  }
  return messages;
}

function begun(head: MessageHead, first: string): ReadMessage {
  const fields = Array.from({ length: head.count }, (_, i) => `${head.nameAt(i)}: ${head.valueAt(i)}`);
  return { first, fields, body: '', isWhole: false };
}
