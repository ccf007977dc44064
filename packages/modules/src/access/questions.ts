import { systemNamespace } from '@dizuo/api';
import type { AccessRequest, Principal } from '@dizuo/kernel';
import type { PolicyQuestion } from './policy-engine.ts';

/** Facts of the caller that policies may read. */
export function principalFacts(principal: Principal, namespace: string | undefined): PolicyQuestion['principal'] {
  const { roles, departments } = principal.facts;
  const tenants = Object.keys(roles).filter((name) => name !== systemNamespace);
  return {
    name: principal.name,
    kind: principal.type,
    signedIn: principal.type === 'user',
    platformRoles: [...(roles[systemNamespace] ?? [])],
    roles: namespace !== undefined && namespace !== systemNamespace ? [...(roles[namespace] ?? [])] : [],
    tenantRoles: [...new Set(tenants.flatMap((name) => roles[name] ?? []))],
    tenants,
    departments: [...departments],
  };
}

/** What is asked about, without the single object: the same for every object of a kind in a namespace. */
export function resourceFacts(request: AccessRequest): PolicyQuestion['resource'] {
  return { kind: request.resource, namespace: request.namespace ?? '', subresource: request.subresource ?? '' };
}

/** Facts of the single object, for the few kinds whose policies read them; undefined for all others. */
export function objectFacts(request: AccessRequest): PolicyQuestion['resource'] | undefined {
  const { resource } = request;
  if (namedKinds.has(resource)) return request.name ? { name: request.name } : undefined;
  if (resource !== 'humantasks.approval.dizuo' || !request.object) return undefined;
  const spec = request.object.spec as { candidateRoles?: string[]; candidateUsers?: string[]; requester?: string };
  return {
    candidateRoles: spec.candidateRoles ?? [],
    candidateUsers: spec.candidateUsers ?? [],
    ...(spec.requester ? { requester: spec.requester } : {}),
  };
}

/** Kinds that stand in no namespace and whose policies read names: nobody asks about them by way of a namespace. */
export function decidedByName(resource: string): boolean {
  return namedKinds.has(resource);
}

const namedKinds = new Set(['tenants.tenancy.dizuo', 'namespaces', 'users.identity.dizuo']);

/** Names that a person sees in a list where the policies decide by name: their answer in the words of a list. */
export function namesSeen(resource: string, principal: Principal): readonly string[] | undefined {
  if (principal.type !== 'user') return undefined;
  if (resource === 'users.identity.dizuo') return [principal.name];
  if (!namedKinds.has(resource)) return undefined;
  return Object.keys(principal.facts.roles).filter((name) => name !== systemNamespace);
}
