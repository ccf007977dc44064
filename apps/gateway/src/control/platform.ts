import { type GatewayAcknowledgement, type GatewayReport, gatewayPaths } from '@dizuo/api';
import { Agent, request } from 'undici';

export interface PlatformOptions {
  /** Address of the server. */
  url: string;
  /** PEM of the authority that signed the server's certificate. */
  ca?: string;
  credential: string;
}

export type TokenAnswer = { token: string } | { refused: 'ended' | 'unavailable' };

const callMs = 3000;
/** A stream that says nothing for so long is broken: the server speaks every 10 s. */
const silenceMs = 30_000;

/** The server, as this data plane calls it. */
export class Platform {
  readonly #options: PlatformOptions;
  readonly #agent: Agent;

  constructor(options: PlatformOptions) {
    this.#options = options;
    this.#agent = new Agent({ connect: options.ca ? { ca: options.ca } : {}, bodyTimeout: silenceMs, headersTimeout: 10_000 });
  }

  /** The lines of a stream, as they come; ends where the stream breaks. Throws where it cannot be opened. */
  async *lines(path: string, signal: AbortSignal): AsyncGenerator<string> {
    const { statusCode, body } = await request(this.#url(path), { dispatcher: this.#agent, headers: this.#headers(), signal });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(
        `the server answered ${statusCode} for ${path}${statusCode === 401 ? ': its credential file holds no valid credential' : ''}`,
      );
    }
    let rest = '';
    body.setEncoding('utf8');
    for await (const text of body) {
      // A configuration comes in many pieces: each is looked at once.
      const [end = '', ...next] = text.split('\n');
      rest += end;
      for (const begin of next) {
        if (rest) yield rest;
        rest = begin;
      }
    }
  }

  async acknowledge(said: GatewayAcknowledgement): Promise<void> {
    const { statusCode, body } = await this.#post(gatewayPaths.acknowledgement, said);
    await body.dump();
    if (statusCode >= 300) throw new Error(`the server answered ${statusCode} to an acknowledgement`);
  }

  async report(report: GatewayReport): Promise<void> {
    const { statusCode, body } = await this.#post(gatewayPaths.report, report);
    await body.dump();
    if (statusCode >= 300) throw new Error(`the server answered ${statusCode} to a report`);
  }

  exchange(code: string, host: string): Promise<TokenAnswer> {
    return this.#token(gatewayPaths.exchange, { code, host });
  }

  refresh(token: string, host: string): Promise<TokenAnswer> {
    return this.#token(gatewayPaths.refresh, { token, host });
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #token(path: string, message: object): Promise<TokenAnswer> {
    try {
      const { statusCode, body } = await this.#post(path, message);
      if (statusCode === 200) return (await body.json()) as { token: string };
      await body.dump();
      return { refused: statusCode === 400 || statusCode === 401 ? 'ended' : 'unavailable' };
    } catch {
      return { refused: 'unavailable' };
    }
  }

  #post(path: string, message: object) {
    return request(this.#url(path), {
      method: 'POST',
      dispatcher: this.#agent,
      headers: { ...this.#headers(), 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(callMs),
    });
  }

  #headers() {
    return { authorization: `Bearer ${this.#options.credential}` };
  }

  #url(path: string): string {
    return new URL(path, this.#options.url).href;
  }
}
