import { type ObjectOf, type Policy, platformRoles, say, systemNamespace, tenantRoles } from '@dizuo/api';
import type { AccessRequest, Authorizer, Decision, ListScope, Principal } from '@dizuo/kernel';
import { PolicyEngine, type PolicyQuestion } from './policy-engine.ts';
import { namesSeen, objectFacts, principalFacts, resourceFacts } from './questions.ts';

/** Who holds which role: for saying whom to ask. */
export interface RoleHolders {
  holdersOf(role: string, namespace: string): string[];
  onRightsChanged(listener: (user: string | undefined) => void): () => void;
}

const mostCached = 50_000;

/**
 * Decides by Cedar policies over facts. Deny by default. Decisions are cached by everything that they depend on: the caller's facts
 * (by hash), the verb, the kind, the namespace, and the single object's facts for the few kinds where policies read them.
 */
export class CedarAuthorizer implements Authorizer {
  readonly #engine = new PolicyEngine();
  readonly #people: RoleHolders;
  readonly #tenantPolicies = new Map<string, Map<string, ObjectOf<typeof Policy>>>();
  readonly #cache = new Map<string, Decision>();
  readonly #listeners = new Set<(user: string | undefined) => void>();

  constructor(people: RoleHolders) {
    this.#people = people;
    people.onRightsChanged((user) => this.#tell(user));
  }

  authorize(request: AccessRequest): Decision {
    const facts = objectFacts(request);
    const key = keyOf(request, facts);
    const cached = this.#cache.get(key);
    if (cached) return cached;
    const decision = this.#decide(request, facts);
    if (this.#cache.size >= mostCached) this.#cache.clear();
    this.#cache.set(key, decision);
    return decision;
  }

  /**
   * Namespaces whose objects the caller may list, or names where policies decide by name. An object is in the list exactly when
   * `get` allows it: a property test holds the two together.
   */
  scope(request: AccessRequest): ListScope | undefined {
    const { principal, namespace } = request;
    const inGeneral = (where: string | undefined) =>
      this.authorize({ ...request, namespace: where, name: undefined, object: undefined }).allowed;
    if (inGeneral(namespace)) return { namespaces: namespace === undefined ? '*' : [namespace] };
    const names = namesSeen(request.resource, principal);
    if (names && names.length > 0) return { namespaces: [''], anyOf: [[{ path: 'metadata.name', in: names }]] };
    if (namespace !== undefined) return undefined;
    const own = [...Object.keys(principal.facts.roles), systemNamespace].filter(
      (name, i, all) => all.indexOf(name) === i && inGeneral(name),
    );
    return own.length > 0 ? { namespaces: own } : undefined;
  }

  onRightsChanged(listener: (user: string | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes over a tenant's policy, or forgets it. */
  setTenantPolicy(namespace: string, name: string, policy: ObjectOf<typeof Policy> | undefined): void {
    const all = this.#tenantPolicies.get(namespace) ?? new Map();
    if (policy) all.set(name, policy);
    else all.delete(name);
    this.#tenantPolicies.set(namespace, all);
    this.#engine.setTenantPolicies(namespace, new Map([...all].map(([id, { spec }]) => [id, spec.cedar])));
    this.#tell(undefined);
  }

  #decide(request: AccessRequest, facts: PolicyQuestion['resource'] | undefined): Decision {
    const question: PolicyQuestion = {
      principal: principalFacts(request.principal, request.namespace),
      verb: request.verb,
      resource: { ...resourceFacts(request), ...facts },
    };
    const answer = this.#engine.ask(question);
    if (!answer.allowed) return this.#denial(request, question, answer.policies);
    return this.#tenantDenial(request, question) ?? { allowed: true, reason: '', policies: answer.policies, missing: [] };
  }

  /** A tenant's own policies bind its members; the platform's administrators act by their platform roles. */
  #tenantDenial(request: AccessRequest, question: PolicyQuestion): Decision | undefined {
    const { namespace } = request;
    const own = namespace ? this.#tenantPolicies.get(namespace) : undefined;
    if (!own?.size || !namespace || !request.principal.facts.roles[namespace]) return undefined;
    const plain = { ...question, resource: resourceFacts(request) };
    const answer = this.#engine.tenantForbids(namespace, plain);
    if (answer.allowed) return undefined;
    const [first = ''] = answer.policies;
    const policy = own.get(first.split('#')[0] ?? '');
    const why = policy
      ? say('TenantPolicyForbids')`the tenant's policy "${policy.spec.displayName}" forbids it`
      : say('UnnamedTenantPolicyForbids')`a policy of the tenant forbids it`;
    const ask = policy?.spec.ask;
    return {
      allowed: false,
      reason: why,
      policies: answer.policies.map((id) => `${namespace}/${id}`),
      missing: [],
      ...(ask ? { ask } : {}),
    };
  }

  #denial(request: AccessRequest, question: PolicyQuestion, policies: string[]): Decision {
    if (policies.length > 0) {
      return {
        allowed: false,
        reason: say('PlatformPolicyForbids')`the platform's policy ${policies.join(', ')} forbids it`,
        policies,
        missing: [],
      };
    }
    const wanted = this.#rolesThatWould(request, question);
    const missing = wanted.map(({ role, namespace }) => say('RoleMissing')`the role ${role} in ${namespace}`);
    const ask = this.#whomToAsk(wanted, request.principal);
    return { allowed: false, reason: say('NoPolicyPermits')`no policy permits it`, policies: [], missing, ...(ask ? { ask } : {}) };
  }

  /** Roles, one at a time, with which the same question would have been answered with yes. */
  #rolesThatWould({ principal, namespace }: AccessRequest, question: PolicyQuestion): { role: string; namespace: string }[] {
    if (principal.type !== 'user') return [];
    const facts = question.principal as { platformRoles: string[]; roles: string[] };
    const wouldAllow = (changed: object) => this.#engine.ask({ ...question, principal: { ...question.principal, ...changed } }).allowed;
    const inTenant = namespace
      ? tenantRoles.filter((role) => wouldAllow({ roles: [...facts.roles, role] })).map((role) => ({ role, namespace }))
      : [];
    if (inTenant.length > 0) return inTenant.slice(-1);
    return platformRoles
      .filter((role) => wouldAllow({ platformRoles: [...facts.platformRoles, role] }))
      .map((role) => ({ role, namespace: systemNamespace }));
  }

  /** Only those who know a tenant already hear who its administrators are: to all others it might as well not exist. */
  #whomToAsk(wanted: { role: string; namespace: string }[], { facts: { roles } }: Principal): string | undefined {
    const [first] = wanted;
    if (!first) return undefined;
    const knows = roles[first.namespace] !== undefined || roles[systemNamespace] !== undefined;
    const inTenant = knows && first.namespace !== systemNamespace ? this.#people.holdersOf('tenant-admin', first.namespace) : [];
    const people = inTenant.length > 0 ? inTenant : this.#people.holdersOf('security-admin', systemNamespace);
    return people.length > 0 ? people.slice(0, 3).join('、') : undefined;
  }

  #tell(user: string | undefined): void {
    // Facts carry their own hash, but whom to ask and the tenants' policies do not.
    this.#cache.clear();
    for (const listener of this.#listeners) listener(user);
  }
}

function keyOf(request: AccessRequest, facts: PolicyQuestion['resource'] | undefined): string {
  const { principal, verb, resource, subresource = '', namespace = '' } = request;
  const plain = `${identityOf(principal)}|${verb}|${resource}|${subresource}|${namespace}`;
  return facts ? `${plain}|${JSON.stringify(facts)}` : plain;
}

function identityOf(principal: Principal): string {
  return principal.type === 'user' ? principal.facts.hash : `${principal.type}/${principal.name}/${principal.facts.hash}`;
}
