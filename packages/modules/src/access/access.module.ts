import { Grant, Policy } from '@dizuo/api';
import { type Module, type SealKey, type Store, serve } from '@dizuo/kernel';
import type pg from 'pg';
import type { Logger } from 'pino';
import { auditRoutes } from './audit.routes.ts';
import { CedarAuthorizer, type RoleHolders } from './cedar-authorizer.ts';
import { explanationRoutes, type PeopleFacts } from './explanation.routes.ts';
import { grantAdmission, type HeldRoles } from './grant.admission.ts';
import { policyAdmission } from './policy.admission.ts';

export const accessKinds = [Grant, Policy] as const;

export interface AccessOptions {
  store: Store;
  systemPool: pg.Pool;
  people: RoleHolders & PeopleFacts & HeldRoles;
  sealKey: SealKey;
  sealDirectory: string;
  log: Logger;
}

/** Decisions: grants, policies, why, and the audit of it all. */
export function accessModule(options: AccessOptions): { module: Module; authorizer: CedarAuthorizer } {
  const { store, people, log } = options;
  const authorizer = new CedarAuthorizer(people);
  const stop = new AbortController();
  const module: Module = {
    name: 'access',
    kinds: [serve(Grant, grantAdmission(people)), serve(Policy, policyAdmission)],
    routes: [...explanationRoutes(people, authorizer), ...auditRoutes({ pool: options.systemPool, ...options })],
    start: () => followTenantPolicies(store, authorizer, stop.signal, log),
    async stop() {
      stop.abort();
    },
  };
  return { module, authorizer };
}

/** Keeps the authorizer in step with the tenants' policies. Resolves when all that are there have been read. */
function followTenantPolicies(store: Store, authorizer: CedarAuthorizer, signal: AbortSignal, log: Logger): Promise<void> {
  return new Promise((ready) => {
    void (async () => {
      while (!signal.aborted) {
        try {
          for await (const { type, object } of store.watch(Policy, { reader: 'system', signal, bookmarks: true })) {
            if (type === 'BOOKMARK') {
              ready();
              continue;
            }
            const { namespace = '', name } = object.metadata;
            authorizer.setTenantPolicy(namespace, name, type === 'DELETED' ? undefined : (object as never));
          }
        } catch (error) {
          if (signal.aborted) return;
          log.warn({ err: error }, 'policies are read again');
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      }
    })();
  });
}
