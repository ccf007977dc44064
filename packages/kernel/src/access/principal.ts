/** Who acts. Made by an authenticator, from a session, a bearer token or a client certificate; never from a request's own words. */
export interface Principal {
  /** `user`: a person. `controller`: the platform itself. `gateway`: a data plane. `workload`: a tenant's running application. */
  type: 'user' | 'controller' | 'gateway' | 'workload' | 'anonymous';
  /** User name, or `system:controller:<name>`. */
  name: string;
  uid: string;
  groups: readonly string[];
  /** Organisational facts of the person, as decisions read them. */
  facts: PrincipalFacts;
  /** Session or token that proved it, for audit and revocation. Not a secret. */
  credentialId?: string;
}

export interface PrincipalFacts {
  /** Departments of all current appointments, with their ancestors. */
  departments: readonly string[];
  /** The appointment that is active in this session. */
  activeAppointment?: { department: string; position: string };
  /** Roles by namespace, from grants in force; platform roles stand under `dizuo-system`. */
  roles: Readonly<Record<string, readonly string[]>>;
  /** Changes whenever any fact changes: part of every decision's cache key. */
  hash: string;
}

export const anonymous: Principal = {
  type: 'anonymous',
  name: 'system:anonymous',
  uid: '',
  groups: ['system:unauthenticated'],
  facts: { departments: [], roles: {}, hash: 'anonymous' },
};

/** The principal of a controller: allowed by construction, named in the audit. */
export function controllerPrincipal(name: string): Principal {
  return {
    type: 'controller',
    name: `system:controller:${name}`,
    uid: `system:controller:${name}`,
    groups: ['system:controllers'],
    facts: { departments: [], roles: {}, hash: 'controller' },
  };
}
