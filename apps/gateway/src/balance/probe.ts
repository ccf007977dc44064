import type { DataPlaneBackend, DataPlaneHealthCheck } from '@dizuo/api';
import { ResponseHead } from '../http/response-head.ts';
import type { Connector } from '../proxy/connector.ts';
import type { Receiver } from '../proxy/shared-read.ts';
import type { Endpoint } from './endpoint-set.ts';

/** One request of a health check. True where it was answered in time with an expected status. */
export async function probe(
  connector: Connector,
  endpoint: Endpoint,
  backend: DataPlaneBackend,
  check: DataPlaneHealthCheck,
): Promise<boolean> {
  const deadline = AbortSignal.timeout(check.timeoutMs);
  const answer = new FirstHead();
  try {
    const socket = await connector.connect(endpoint, backend, { receiver: answer, signal: deadline });
    deadline.addEventListener('abort', () => socket.destroy(), { once: true });
    socket.once('close', () => answer.end());
    const path = `${backend.basePath ?? ''}${check.path}`;
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: ${endpoint.host}:${endpoint.port}\r\nuser-agent: dizuo-gateway\r\nconnection: close\r\n\r\n`,
    );
    const status = await answer.status;
    socket.destroy();
    return check.expectedStatuses.length > 0 ? check.expectedStatuses.includes(status) : status >= 200 && status < 400;
  } catch {
    return false;
  }
}

/** Waits for the head of an answer; its status is 0 where none comes. */
class FirstHead implements Receiver {
  readonly status: Promise<number>;
  readonly passesOn = false;
  #bytes = Buffer.alloc(0);
  #resolve: (status: number) => void = () => {};

  constructor() {
    this.status = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  receive(bytes: Buffer, length: number): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes.subarray(0, length)]);
    const head = new ResponseHead();
    try {
      if (head.read(this.#bytes, 0, this.#bytes.length, 'GET') >= 0 && head.status >= 200) this.#resolve(head.status);
    } catch {
      this.#resolve(0);
    }
  }

  end(): void {
    this.#resolve(0);
  }
}
