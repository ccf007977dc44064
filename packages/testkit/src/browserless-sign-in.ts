/** Signs in as a browser would, without one: follows redirects with a cookie jar, fills the provider's form. */
export class Visitor {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** One request; redirects are not followed. A path, or an absolute address of the same site. */
  async request(address: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}): Promise<Response> {
    const response = await fetch(new URL(address, this.#origin), {
      method: init.method ?? 'GET',
      redirect: 'manual',
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'x-dizuo-csrf': '1',
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...init.headers,
      },
      ...(init.body === undefined ? {} : { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  /** Follows redirects to the end. */
  async follow(address: string): Promise<Response> {
    let response = await this.request(address);
    for (let hop = 0; hop < 12 && response.status >= 300 && response.status < 400; hop += 1) {
      response = await this.request(new URL(response.headers.get('location') ?? '/', response.url || this.#origin).href);
    }
    return response;
  }

  /** The whole way in. Throws with the server's words where it ends elsewhere. */
  async signIn(username: string, password: string): Promise<void> {
    const page = await this.#until('/auth/login', (location) => location.includes('/sign-in?interaction='));
    const uid = new URL(page, this.#origin).searchParams.get('interaction');
    const answer = await this.request(`/auth/interaction/${uid}`, { method: 'POST', body: { username, password } });
    const body = (await answer.json()) as { redirectTo?: string; message?: string };
    if (!body.redirectTo) throw new Error(`${answer.status} ${body.message}`);
    await this.follow(body.redirectTo);
    const session = await this.request('/auth/session');
    if (session.status !== 200) throw new Error(`signed in as ${username}, but there is no session: ${session.status}`);
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  async #until(start: string, found: (location: string) => boolean): Promise<string> {
    let address = start;
    for (let hop = 0; hop < 12; hop += 1) {
      const response = await this.request(address);
      const location = response.headers.get('location');
      if (!location) throw new Error(`${address} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
      if (found(location)) return location;
      address = new URL(location, new URL(address, this.#origin)).href;
    }
    throw new Error('too many redirects');
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const gone = attributes.some((attribute) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(attribute));
    if (gone) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(at + 1));
  }
}
