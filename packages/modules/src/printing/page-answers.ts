import { recalled, type Said, say, type Text } from '@dizuo/api';
import type { FastifyRequest } from 'fastify';
import type { BrowserContext, Route as PageRequest } from 'playwright-core';

/** Where a printed page believes to be. The name never resolves (RFC 2606), and nothing is asked of a network anyway. */
export const pageOrigin = 'https://console.invalid';

/** Most that one page may be given, in bytes. */
const mostBytes = 48 * 1024 * 1024;

/** A refusal that a request of the page met. */
export interface Refusal {
  code: number;
  message: Text;
}

export interface Answers {
  /** The first refusal that a request for data met. */
  refusal(): Refusal | undefined;
}

/**
 * Answers what a page asks from this server itself, inside this process, with the credentials of the request that wants it printed: the
 * browser never has them. Only reading: any other method, any other address, and what never ends (watches) gets nothing.
 */
export async function answerPage(context: BrowserContext, asked: FastifyRequest): Promise<Answers> {
  let given = 0;
  let refusal: Refusal | undefined;
  const { cookie, authorization, host } = asked.headers;
  const own = { ...(cookie ? { cookie } : {}), ...(authorization ? { authorization } : {}), ...(host ? { host } : {}) };
  await context.routeWebSocket(/.*/, (socket) => void socket.close());
  await context.route(/.*/, async (route: PageRequest) => {
    const request = route.request();
    const url = new URL(request.url());
    if (url.origin !== pageOrigin || request.method() !== 'GET') return route.abort('accessdenied');
    // Never answered: the page has what it listed, and is printed as it was then.
    if (url.searchParams.has('watch')) return;
    const accept = request.headers().accept ?? '*/*';
    const answer = await asked.server.inject({
      method: 'GET',
      url: url.pathname + url.search,
      headers: { ...own, accept },
      remoteAddress: asked.ip,
    });
    given += answer.rawPayload.length;
    if (given > mostBytes) return route.abort('failed');
    if (answer.statusCode >= 400 && isData(url.pathname)) refusal ??= { code: answer.statusCode, message: messageIn(answer.payload) };
    return route.fulfill({ status: answer.statusCode, headers: headersOf(answer.headers), body: answer.rawPayload });
  });
  return { refusal: () => refusal };
}

function isData(path: string): boolean {
  return /^\/(apis?|auth)\//.test(path);
}

function headersOf(headers: Record<string, unknown>): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name]) => name !== 'set-cookie' && name !== 'content-encoding' && name !== 'content-length',
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function messageIn(payload: string): Text {
  const refused = say('PageRefused')`it was refused`;
  try {
    const { message, details } = JSON.parse(payload) as { message?: string; details?: { said?: Said } };
    return message ? recalled({ message, ...(details?.said ? { said: details.said } : {}) }) : refused;
  } catch {
    return refused;
  }
}
