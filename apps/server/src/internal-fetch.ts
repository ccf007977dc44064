import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';

/**
 * A `fetch` that reaches this server itself, whatever name it has outside, and trusts its own authority. For the sign-in's token
 * request, which carries the console's client secret and must not leave the machine.
 */
export function internalFetch(internalUrl: string, authority: string): typeof fetch {
  return async (input, init) => {
    const asked = new URL(input instanceof Request ? input.url : input);
    const url = new URL(asked.pathname + asked.search, internalUrl);
    const headers = Object.fromEntries(new Headers(init?.headers).entries());
    const body = init?.body === undefined || init.body === null ? undefined : String(init.body);
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? secureRequest : plainRequest;
      const outgoing = send(
        url,
        { method: init?.method ?? 'GET', headers: { ...headers, host: asked.host }, ca: authority },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const answered = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]);
            resolve(new Response(Buffer.concat(chunks), { status: incoming.statusCode ?? 500, headers: answered }));
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };
}
