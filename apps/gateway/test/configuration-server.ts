import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DataPlaneConfiguration, DataPlaneEndpoints, DataPlaneMatch, DataPlaneRule, GatewayAcknowledgement } from '@dizuo/api';

/** Speaks to data planes as the platform does, so that a data plane is measured without a database beside it. */
export class ConfigurationServer {
  readonly #server: Server;
  readonly #streams = { configuration: new Set<ServerResponse>(), endpoints: new Set<ServerResponse>() };
  readonly #keys = keys();
  readonly #waiting = new Map<string, { resolve(): void; reject(error: Error): void }>();
  readonly #followed = Promise.withResolvers<void>();
  #configuration = '';
  #endpoints = '';
  #version = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<ConfigurationServer> {
    const server = createServer();
    const own = new ConfigurationServer(server);
    server.on('request', (request, response) => {
      if (request.method === 'POST') return void own.#acknowledge(request, response);
      const kind = request.url?.includes('configuration') ? 'configuration' : 'endpoints';
      own.#streams[kind].add(response);
      if (Object.values(own.#streams).every(({ size }) => size > 0)) own.#followed.resolve();
      response.on('close', () => own.#streams[kind].delete(response));
      response.write(kind === 'configuration' ? own.#configuration : own.#endpoints);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return own;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Tells data planes rules and matches. Resolves when one has them in force; rejects with its reason where it refuses them. */
  async configure(rules: DataPlaneRule[], matches: DataPlaneMatch[], more: Partial<DataPlaneConfiguration> = {}): Promise<void> {
    this.#version += 1;
    const backends = [...new Set(rules.flatMap((rule) => rule.backends.flatMap(({ backend }) => backend ?? [])))].map((id) => ({ id }));
    const content = {
      gateway: 'bench/bench',
      issuer: this.url,
      ...this.#keys,
      allowedAddresses: [],
      listeners: [],
      backends,
      rules,
      matches,
      ...more,
    };
    const version = `${this.#version}-1`;
    const text = JSON.stringify(content);
    const digest = createHash('sha256').update(text).digest('base64url');
    this.#configuration = `{"type":"configuration","version":"${version}","digest":"${digest}",${text.slice(1)}\n`;
    const said = new Promise<void>((resolve, reject) => this.#waiting.set(version, { resolve, reject }));
    for (const stream of this.#streams.configuration) stream.write(this.#configuration);
    if (this.#streams.configuration.size > 0) await said;
  }

  /** Where the replicas of each backend listen. */
  place(backends: Record<string, number[]>): void {
    this.#version += 1;
    const message: DataPlaneEndpoints = { type: 'endpoints', version: String(this.#version), full: true, backends: {} };
    for (const [id, ports] of Object.entries(backends))
      message.backends[id] = ports.map((port) => ({ id: String(port), host: '127.0.0.1', port, tls: false, weight: 1 }));
    this.#endpoints = `${JSON.stringify(message)}\n`;
    for (const stream of this.#streams.endpoints) stream.write(this.#endpoints);
  }

  /** Resolves when a data plane has begun to read both streams. */
  get followed(): Promise<void> {
    return this.#followed.promise;
  }

  #acknowledge(request: IncomingMessage, response: ServerResponse): void {
    let text = '';
    request.on('data', (data) => {
      text += data;
    });
    request.on('end', () => {
      response.end('{}');
      const { version, accepted, message } = JSON.parse(text) as GatewayAcknowledgement;
      const waiting = this.#waiting.get(version);
      if (accepted) waiting?.resolve();
      else waiting?.reject(new Error(message));
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export const plainMatch = (rule: number, path: string, host = ''): DataPlaneMatch => ({
  host,
  path: { type: 'PathPrefix', value: path },
  headers: [],
  query: [],
  rule,
});

function keys(): Pick<DataPlaneConfiguration, 'visitorKeys' | 'identityKey'> {
  const visitor = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const identity = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return {
    visitorKeys: [{ ...visitor, kid: 'v', alg: 'EdDSA', use: 'sig' } as Record<string, string>],
    identityKey: { keyId: 'i', algorithm: 'ES256', privateKey: identity as Record<string, string> },
  };
}
