import { platformRoles, type Role, systemNamespace } from '@dizuo/api';
import { isApiError } from '@dizuo/client';
import { client } from './api-client.ts';

export interface Session {
  user: { name: string; displayName: string; category: string };
  appointments: { department: string; departmentName: string; position: string; positionName: string; primary: boolean }[];
  activeAppointment?: { department: string; position: string };
  /** Roles by namespace; platform roles stand under `dizuo-system`. */
  roles: Record<string, string[]>;
  tenants: { name: string; displayName: string }[];
  mustChangePassword: boolean;
  gatewayUrl: string;
  version: string;
}

/** The signed-in person; undefined when nobody is. */
export async function loadSession(): Promise<Session | undefined> {
  return client.transport.json<Session>('GET', '/auth/session').catch((error) => {
    if (isApiError(error) && error.code === 401) return undefined;
    throw error;
  });
}

/** Whether the person holds a role: in a namespace, or on the platform. */
export function holds(session: Session, role: Role, namespace: string = systemNamespace): boolean {
  return (session.roles[namespace] ?? []).includes(role);
}

export function holdsPlatformRole(session: Session): boolean {
  return platformRoles.some((role) => holds(session, role));
}

/** May create and change what runs in the tenant. */
export function develops(session: Session, tenant: string): boolean {
  return holds(session, 'developer', tenant) || holds(session, 'tenant-admin', tenant);
}

export function goToSignIn(): void {
  const here = `${location.pathname}${location.search}`;
  location.assign(`/auth/login?return=${encodeURIComponent(here)}`);
}

export async function signOut(everywhere: boolean): Promise<void> {
  const { redirectTo } = await client.transport.json<{ redirectTo: string }>('POST', '/auth/sign-out', { body: { everywhere } });
  location.assign(redirectTo);
}

/** Whether the person may read the audit of a namespace, or of the platform. */
export function readsAudit(session: Session, namespace?: string): boolean {
  return holds(session, 'audit-admin') || (namespace !== undefined && holds(session, 'tenant-admin', namespace));
}

/** Whether the person may see who is granted what there. */
export function readsGrants(session: Session, namespace?: string): boolean {
  return holdsPlatformRole(session) || (namespace !== undefined && (session.roles[namespace] ?? []).length > 0);
}
