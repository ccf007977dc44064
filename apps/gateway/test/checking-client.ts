import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

export interface Asked {
  port: number;
  isSecure: boolean;
  host: string;
  /** Every so many requests has a body. */
  bodyEvery: number;
}

/** Asks one request after the other on kept connections, and holds every answer against what was asked. */
export class CheckingClient {
  asked = 0;
  readonly wrong: string[] = [];
  readonly #agents = {
    plain: new PlainAgent({ keepAlive: true }),
    secure: new SecureAgent({ keepAlive: true, rejectUnauthorized: false, maxCachedSessions: 10 }),
  };
  readonly #running: Promise<void>[] = [];
  #isOver = false;

  /** So many visitors at once. */
  begin(count: number, of: Asked): void {
    for (let id = 0; id < count; id += 1) this.#running.push(this.#visit(`${of.host}-${id}`, of));
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#running);
    this.#agents.plain.destroy();
    this.#agents.secure.destroy();
  }

  async #visit(id: string, of: Asked): Promise<void> {
    for (let n = 0; !this.#isOver; n += 1) {
      const body = of.bodyEvery > 0 && n % of.bodyEvery === 0 ? `body-${id}-${n}` : '';
      const path = `/${id}/${n}`;
      const got = await this.#ask(of, path, body);
      this.asked += 1;
      if (got !== `200 ${of.host} ${path} ${body}`) this.wrong.push(`${path}: ${got}`);
    }
  }

  #ask(of: Asked, path: string, body: string): Promise<string> {
    return new Promise((resolve) => {
      const send = of.isSecure ? secureRequest : plainRequest;
      const agent = of.isSecure ? this.#agents.secure : this.#agents.plain;
      const sent = send(
        { host: '127.0.0.1', port: of.port, path, method: body ? 'POST' : 'GET', headers: { host: of.host }, agent, servername: of.host },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part) => {
            text += part;
          });
          response.on('end', () => resolve(`${response.statusCode} ${text}`));
          response.on('error', (error) => resolve(String(error)));
        },
      );
      sent.on('error', (error) => resolve(String(error)));
      sent.end(body);
    });
  }
}
