import { badRequest, say } from '@dizuo/api';
import type { Route, RouteCall } from '@dizuo/kernel';
import type pg from 'pg';
import type { AccessTokens } from './access-tokens.ts';
import { readCookie, sessionCookie, setCookie } from './cookies.ts';
import { kubeconfigYaml } from './kubeconfig.ts';
import { endProviderSessions } from './oidc-state-adapter.ts';
import type { Passwords } from './passwords.ts';
import type { People } from './people.ts';
import type { Sessions } from './sessions.ts';

export interface SessionRouteOptions {
  pool: pg.Pool;
  sessions: Sessions;
  tokens: AccessTokens;
  passwords: Passwords;
  people: People;
  secure: boolean;
  /** Address and authority that a kubeconfig names. */
  apiUrl: string;
  authority: string;
  /** What the console shows beside the person. */
  about: { gatewayUrl: string; version: string };
  /** Tenants by name, for the switch in the header. */
  tenantName(namespace: string): Promise<string | undefined>;
  allTenants(): Promise<string[]>;
}

const self = (why: string) => ({ kind: 'signed-in', why }) as const;
const text = { type: 'string', minLength: 1, maxLength: 253 };

/** What a person does with the own session: look, change appointment, change password, fetch a kubeconfig, leave. */
export function sessionRoutes(options: SessionRouteOptions): Route[] {
  const { sessions, passwords, people, secure } = options;
  return [
    { method: 'GET', path: '/auth/session', access: self('tells a person about that person'), handler: (call) => describe(call, options) },
    {
      method: 'POST',
      path: '/auth/session/appointment',
      access: self('chooses among the own appointments'),
      schema: { body: { type: 'object', required: ['department', 'position'], properties: { department: text, position: text } } },
      async handler({ principal, body, request }) {
        const wanted = body as { department: string; position: string };
        const own = people.appointmentsOf(principal.name);
        if (!own.some((a) => a.department === wanted.department && a.position === wanted.position)) {
          throw badRequest({ why: say('AppointmentNotYours')`this appointment is not one of yours that is in force` });
        }
        const token = readCookie(request, sessionCookie);
        if (!token) throw badRequest({ why: say('SessionNeeded')`only a browser session has an active appointment` });
        await sessions.chooseAppointment(token, wanted);
        return {};
      },
    },
    {
      method: 'POST',
      path: '/auth/sign-out',
      access: { kind: 'public', why: 'ends the session that the cookie names, if any' },
      schema: { body: { type: ['object', 'null'], properties: { everywhere: { type: 'boolean' } } } },
      async handler({ principal, body, request, reply }) {
        const token = readCookie(request, sessionCookie);
        if (principal.type === 'user') {
          if ((body as { everywhere?: boolean } | undefined)?.everywhere) await endEverywhere(options, principal.name);
          else await endProviderSessions(options.pool, principal.name);
        }
        if (token) await sessions.end(token);
        setCookie(reply, sessionCookie, '', { path: '/', secure, maxAge: 0 });
        return { redirectTo: '/' };
      },
    },
    {
      method: 'POST',
      path: '/auth/password',
      access: self('changes the own password, proved by the present one'),
      schema: { body: { type: 'object', required: ['current', 'next'], properties: { current: text, next: text } } },
      async handler({ principal, body, request }) {
        const { current, next } = body as { current: string; next: string };
        await passwords.check(principal.name, current);
        if (current === next) throw badRequest({ why: say('PasswordUnchanged')`the new password is the present one; choose another` });
        await passwords.set(principal.name, next, { mustChange: false });
        // Whoever had the old password is out; the browser that changed it stays.
        await endEverywhere(options, principal.name, readCookie(request, sessionCookie));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/auth/kubeconfig',
      access: self('makes a credential for the caller'),
      handler: (call) => kubeconfig(call, options),
    },
  ];
}

/** Ends sessions, tokens and the provider's memory of a person; but not the session whose secret is given. */
export async function endEverywhere(
  options: Pick<SessionRouteOptions, 'pool' | 'sessions' | 'tokens'>,
  user: string,
  except?: string,
): Promise<void> {
  await endProviderSessions(options.pool, user);
  await options.tokens.revokeAll(user);
  await options.sessions.endAll(user, except);
}

async function describe({ principal }: RouteCall, options: SessionRouteOptions): Promise<unknown> {
  const { people, passwords, about } = options;
  const user = people.user(principal.name);
  const { roles, activeAppointment } = principal.facts;
  const names = (roles['dizuo-system'] ?? []).includes('operator')
    ? await options.allTenants()
    : Object.keys(roles).filter((n) => n !== 'dizuo-system');
  const tenants = await Promise.all(names.map(async (name) => ({ name, displayName: await options.tenantName(name) })));
  return {
    user: { name: principal.name, displayName: user?.spec.displayName ?? principal.name, category: user?.spec.category ?? 'staff' },
    appointments: people.appointmentsOf(principal.name).map((a) => ({
      ...a,
      departmentName: people.department(a.department)?.spec.displayName ?? a.department,
      positionName: people.position(a.position)?.spec.displayName ?? a.position,
    })),
    ...(activeAppointment ? { activeAppointment } : {}),
    roles,
    tenants: tenants.filter((tenant) => tenant.displayName !== undefined),
    mustChangePassword: await passwords.mustChange(principal.name),
    ...about,
  };
}

async function kubeconfig({ principal }: RouteCall, options: SessionRouteOptions): Promise<unknown> {
  const { token, expiresAt } = await options.tokens.issue(principal.name);
  const namespace = Object.keys(principal.facts.roles).find((name) => name !== 'dizuo-system') ?? 'dizuo-system';
  const { apiUrl, authority } = options;
  return {
    kubeconfig: kubeconfigYaml({ server: apiUrl, authority, user: principal.name, namespace, token }),
    expiresAt: expiresAt.toISOString(),
  };
}
