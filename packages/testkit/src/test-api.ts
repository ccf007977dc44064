import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AccessRequest,
  type Authenticator,
  type Authorizer,
  type Certificates,
  controllerPrincipal,
  createApiServer,
  createObjectClient,
  type Decision,
  dualListener,
  type KindRegistration,
  KindRegistry,
  type ListScope,
  loadCertificates,
  type ObjectClient,
  type OpenStore,
  Pipeline,
  type Principal,
  type Route,
} from '@dizuo/kernel';
import { pino } from 'pino';
import { openTestStore, type TestDatabase } from './postgres.ts';

/** People of the tests: `root` may do everything, `<namespace>-user` everything in that namespace and nothing else. */
function principalFor(token: string): Principal {
  const roles = token === 'root' ? { 'dizuo-system': ['operator'] } : { [token.replace(/-user$/, '')]: ['developer'] };
  return { type: 'user', name: token, uid: token, groups: [], facts: { departments: [], roles, hash: token }, credentialId: `t-${token}` };
}

const byToken: Authenticator = {
  name: 'test-token',
  async authenticate(request) {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    return token ? principalFor(token) : undefined;
  },
};

/** Decides by the namespaces of a principal's roles alone: for tests of the kernel, which knows no policy. */
const byNamespace: Authorizer = {
  authorize(request: AccessRequest): Decision {
    const allowed =
      mayEverything(request.principal) || (request.namespace !== undefined && request.namespace in request.principal.facts.roles);
    return { allowed, reason: allowed ? '' : 'another tenant', policies: allowed ? ['test'] : [], missing: allowed ? [] : ['a role'] };
  },
  scope(request: AccessRequest): ListScope | undefined {
    if (mayEverything(request.principal)) return { namespaces: '*' };
    const mine = Object.keys(request.principal.facts.roles);
    const namespaces = request.namespace === undefined ? mine : mine.filter((name) => name === request.namespace);
    return namespaces.length > 0 ? { namespaces } : undefined;
  },
  onRightsChanged: () => () => {},
};

function mayEverything(principal: Principal): boolean {
  return principal.facts.roles['dizuo-system'] !== undefined;
}

export interface TestApi {
  url: string;
  certificates: Certificates;
  store: OpenStore & { database: TestDatabase };
  pipeline: Pipeline;
  /** As the platform itself. */
  client: ObjectClient;
  /** A kubeconfig file for a test person. */
  kubeconfig(user: string, namespace?: string): string;
  close(): Promise<void>;
}

/** An API server on a database of its own, with TLS, as kubectl meets it. */
export async function startTestApi(registrations: readonly KindRegistration[], routes: readonly Route[] = []): Promise<TestApi> {
  const kinds = new KindRegistry(registrations);
  const store = await openTestStore(registrations.map(({ kind }) => kind));
  const pipeline = new Pipeline({ store, kinds, authorizer: byNamespace });
  const directory = mkdtempSync(join(tmpdir(), 'dizuo-api-'));
  const certificates = await loadCertificates(directory, ['127.0.0.1', 'localhost']);
  const app = createApiServer({
    pipeline,
    store,
    authorizer: byNamespace,
    authenticators: [byToken],
    routes,
    log: pino({ level: process.env.DIZUO_LOG_LEVEL ?? 'silent' }),
    version: '0.1.0',
    serverFactory: dualListener({ certificates, allowPlain: true }),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}`;
  return {
    url,
    certificates,
    store,
    pipeline,
    client: createObjectClient({ pipeline, principal: controllerPrincipal('test') }),
    kubeconfig(user, namespace = 'default') {
      const path = join(directory, `kubeconfig-${user}`);
      writeFileSync(path, kubeconfigText(url, certificates.authority, user, namespace), { mode: 0o600 });
      return path;
    },
    async close() {
      await app.close();
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A kubeconfig for who bears a token; `authority` in PEM. */
export function kubeconfigText(server: string, authority: string, token: string, namespace: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'dizuo',
    clusters: [{ name: 'dizuo', cluster: { server, 'certificate-authority-data': Buffer.from(authority).toString('base64') } }],
    users: [{ name: 'person', user: { token } }],
    contexts: [{ name: 'dizuo', context: { cluster: 'dizuo', user: 'person', namespace } }],
  });
}
