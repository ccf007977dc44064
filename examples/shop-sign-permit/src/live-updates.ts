import { EventEmitter } from 'node:events';
import pg from 'pg';

const reconnectMs = 1000;

/** Tells of changes to applications, whichever replica made them: PostgreSQL's NOTIFY on a connection of its own. */
export class LiveUpdates extends EventEmitter<{ changed: [id: string] }> {
  readonly #databaseUrl: string;
  #client: pg.Client | undefined;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(databaseUrl: string) {
    super();
    this.setMaxListeners(0);
    this.#databaseUrl = databaseUrl;
  }

  /** Listens, and again whenever the connection is lost; after such a gap it tells of a change, because there may have been some. */
  async listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#databaseUrl, application_name: 'shop-sign-permit live' });
    client.on('notification', (notice) => this.emit('changed', notice.payload ?? ''));
    client.on('error', () => {});
    client.once('end', () => this.#retry());
    this.#client = client;
    await client.connect();
    await client.query('listen application_changed');
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  #retry(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(async () => {
      this.#timer = undefined;
      try {
        await this.listen();
        this.emit('changed', '');
      } catch {
        this.#retry();
      }
    }, reconnectMs);
  }
}
