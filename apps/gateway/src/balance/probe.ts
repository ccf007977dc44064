import type { DataPlaneBackend, DataPlaneHealthCheck } from '@dizuo/api';
import { parseResponseHead } from '../http/response-head.ts';
import { SocketReader } from '../http/socket-reader.ts';
import type { Connector } from '../proxy/connector.ts';
import type { Endpoint } from './endpoint-set.ts';

/** One request of a health check. True where it was answered in time with an expected status. */
export async function probe(
  connector: Connector,
  endpoint: Endpoint,
  backend: DataPlaneBackend,
  check: DataPlaneHealthCheck,
): Promise<boolean> {
  const deadline = AbortSignal.timeout(check.timeoutMs);
  try {
    const socket = await connector.connect(endpoint, backend, deadline);
    deadline.addEventListener('abort', () => socket.destroy(), { once: true });
    const path = `${backend.basePath ?? ''}${check.path}`;
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: ${endpoint.host}:${endpoint.port}\r\nuser-agent: dizuo-gateway\r\nconnection: close\r\n\r\n`,
    );
    const head = await new SocketReader(socket).readHead();
    socket.destroy();
    if (!head) return false;
    const { status } = parseResponseHead(head, 'GET');
    return check.expectedStatuses.length > 0 ? check.expectedStatuses.includes(status) : status >= 200 && status < 400;
  } catch {
    return false;
  }
}
