import { randomBytes } from 'node:crypto';
import { Department, type KubeObject, type ObjectOf, Position, Tenant, User } from '@dizuo/api';
import { type Admission, type Authenticator, combinedAdmission, type MasterKey, type Module, type Store, serve } from '@dizuo/kernel';
import type pg from 'pg';
import type { Logger } from 'pino';
import { AccessTokens } from './access-tokens.ts';
import { personAuthenticators } from './authenticators.ts';
import { departmentAdmission } from './department.admission.ts';
import { departmentController } from './department.controller.ts';
import { pruneProviderState } from './oidc-state-adapter.ts';
import { createOpenIdProvider } from './openid-provider.ts';
import { Passwords } from './passwords.ts';
import { People } from './people.ts';
import { positionAdmission } from './position.admission.ts';
import { RelyingParty } from './relying-party.ts';
import { sealedSecret } from './sealed-secrets.ts';
import { sessionRoutes } from './session.routes.ts';
import { Sessions } from './sessions.ts';
import { signInRoutes } from './sign-in.routes.ts';
import { userAdmission } from './user.admission.ts';
import { userController } from './user.controller.ts';
import { userRoutes } from './user.routes.ts';

/** What identity needs to know of kinds before the store is open. */
export const identityKinds = [Department, Position, User] as const;
export const identityMigrations = { name: 'identity', directory: new URL('./migrations/', import.meta.url) };

export interface IdentityOptions {
  store: Store;
  systemPool: pg.Pool;
  masterKey: MasterKey;
  /** Address that browsers use, without a slash at the end. */
  publicUrl: string;
  /** Address that kubectl uses: always TLS. */
  apiUrl: string;
  authority: string;
  gatewayUrl: string;
  version: string;
  /** Reaches this server itself, whatever name it has outside. */
  internalFetch: typeof fetch;
  log: Logger;
  /** What else is asked of departments. */
  departmentGuard?: Admission<typeof Department>;
}

export interface Identity {
  module: Module;
  authenticators: Authenticator[];
  people: People;
  passwords: Passwords;
  sessions: Sessions;
}

const pruneEveryMs = 600_000;

/** People, the organisation, and the way in. */
export async function identityModule(options: IdentityOptions): Promise<Identity> {
  const { store, systemPool: pool, masterKey, publicUrl, log } = options;
  const people = new People(store, log);
  const passwords = new Passwords(pool);
  const sessions = new Sessions(pool);
  const tokens = new AccessTokens(pool);
  const openId = await createOpenIdProvider({ pool, masterKey, people, publicUrl, log });
  const key = await sealedSecret(pool, masterKey, 'sign-in-cookie', () => randomBytes(32).toString('base64'));
  const relyingParty = new RelyingParty(openId, publicUrl, Buffer.from(key, 'base64'), options.internalFetch);
  const secure = publicUrl.startsWith('https:');
  const ending = { pool, sessions, tokens };
  let pruning: NodeJS.Timeout | undefined;
  const module: Module = {
    name: 'identity',
    kinds: [
      serve(Department, combinedAdmission(departmentAdmission(people, store), options.departmentGuard)),
      serve(Position, positionAdmission(people)),
      serve(User, userAdmission),
    ],
    controllers: [departmentController, userController(passwords, ending)],
    routes: [
      ...signInRoutes({ openId, relyingParty, passwords, sessions, people, secure }),
      ...sessionRoutes({
        ...ending,
        passwords,
        people,
        secure,
        apiUrl: options.apiUrl,
        authority: options.authority,
        about: { gatewayUrl: options.gatewayUrl, version: options.version },
        tenantName: async (name) => displayNameOf(await store.get(Tenant, { name }, 'system')),
        allTenants: async () => (await store.list(Tenant, {}, 'system')).items.map((tenant) => tenant.metadata.name),
      }),
      ...userRoutes(passwords, ending),
    ],
    async start() {
      await people.start();
      pruning = setInterval(() => {
        const failed = (error: unknown) => log.warn({ err: error }, 'old sessions were not forgotten');
        void Promise.all([sessions.prune(), tokens.prune(), pruneProviderState(pool)]).catch(failed);
      }, pruneEveryMs);
    },
    async stop() {
      clearInterval(pruning);
      people.stop();
    },
  };
  return { module, authenticators: personAuthenticators(people, sessions, tokens), people, passwords, sessions };
}

function displayNameOf(tenant: KubeObject | undefined): string | undefined {
  return (tenant as ObjectOf<typeof Tenant> | undefined)?.spec.displayName;
}
