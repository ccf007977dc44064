import { type KubeObject, say } from '@dizuo/api';
import { type Principal, selects } from '@dizuo/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CedarAuthorizer } from './cedar-authorizer.ts';
import { tenantPolicyProblems } from './policy-engine.ts';

const authorizer = new CedarAuthorizer({
  holdersOf: (role, namespace) => [`holder of ${role} in ${namespace}`],
  onRightsChanged: () => () => {},
});

function person(roles: Record<string, string[]>, name = 'someone'): Principal {
  return { type: 'user', name, uid: name, groups: [], facts: { departments: [], roles, hash: JSON.stringify([name, roles]) } };
}
const operator = person({ 'dizuo-system': ['operator'] });
const security = person({ 'dizuo-system': ['security-admin'] });
const system = person({ 'dizuo-system': ['system-admin'] });
const audit = person({ 'dizuo-system': ['audit-admin'] });
const developer = person({ 't-a': ['developer'] });
const admin = person({ 't-a': ['tenant-admin'] });
const viewer = person({ 't-a': ['viewer'] });
const nobody = person({});

describe('who may do what', () => {
  it.each([
    [operator, 'create', 'tenants.tenancy.dizuo', undefined, true, 'runs the platform'],
    [operator, 'get', 'secrets', 't-a', false, 'tenants’ credentials are none of the operator’s business'],
    [operator, 'create', 'grants.access.dizuo', 'dizuo-system', false, 'rights are the security administrator’s'],
    [operator, 'create', 'users.identity.dizuo', undefined, false, 'people are the system administrator’s'],
    [operator, 'get', 'audit', undefined, false, 'the audit is the audit administrator’s'],
    [operator, 'list', 'serviceinstances.catalog.dizuo', undefined, true, 'sees what runs'],
    [system, 'create', 'users.identity.dizuo', undefined, true, 'keeps the organisation'],
    [system, 'create', 'grants.access.dizuo', 't-a', false, 'gives no rights'],
    [security, 'create', 'grants.access.dizuo', 't-a', true, 'gives rights'],
    [security, 'create', 'users.identity.dizuo', undefined, false, 'makes no people'],
    [security, 'get', 'secrets', 't-a', false, 'reads no secrets'],
    [audit, 'list', 'audit', undefined, true, 'reads the audit'],
    [audit, 'delete', 'grants.access.dizuo', 't-a', false, 'changes nothing'],
    [developer, 'create', 'requests.approval.dizuo', 't-a', true, 'orders'],
    [developer, 'create', 'requests.approval.dizuo', 't-b', false, 'only at home'],
    [developer, 'create', 'serviceinstances.catalog.dizuo', 't-a', false, 'only through an order'],
    [developer, 'delete', 'serviceinstances.catalog.dizuo', 't-a', true, 'ends what was delivered'],
    [developer, 'get', 'secrets', 't-a', true, 'needs the credentials'],
    [developer, 'get', 'secrets', 't-b', false, 'not those of others'],
    [developer, 'create', 'grants.access.dizuo', 't-a', false, 'gives no rights'],
    [developer, 'update', 'quotas.tenancy.dizuo', 't-a', false, 'does not raise the own quota'],
    [developer, 'list', 'secrets', undefined, false, 'not across tenants'],
    [admin, 'create', 'grants.access.dizuo', 't-a', true, 'keeps the own tenant’s rights'],
    [admin, 'create', 'grants.access.dizuo', 'dizuo-system', false, 'and no others'],
    [viewer, 'get', 'workloads.apps.dizuo', 't-a', true, 'looks'],
    [viewer, 'get', 'secrets', 't-a', false, 'but not at credentials'],
    [viewer, 'patch', 'workloads.apps.dizuo', 't-a', false, 'and changes nothing'],
    [nobody, 'list', 'serviceclasses.catalog.dizuo', undefined, true, 'the market is open to who signed in'],
    [operator, 'create', 'ledgers.integration.dizuo', 't-a', true, 'freezes ledgers'],
    [admin, 'update', 'ledgers.integration.dizuo', 't-a', false, 'whose ledger it is does not write it'],
    [admin, 'create', 'ledgerexceptions.integration.dizuo', 't-a', true, 'asks for exceptions'],
    [admin, 'patch', 'discoveryfindings.integration.dizuo', 't-a', true, 'decides on what was noticed about the own systems'],
    [admin, 'create', 'discoveryfindings.integration.dizuo', 't-a', false, 'only the platform notices'],
    [admin, 'patch', 'discoveryfindings.integration.dizuo', 't-b', false, 'not for others'],
    [admin, 'create', 'databasescans.integration.dizuo', 't-a', true, 'has own databases looked at'],
    [developer, 'create', 'databasescans.integration.dizuo', 't-a', false, 'who does not keep the systems does not'],
    [operator, 'create', 'databasescans.integration.dizuo', 't-a', true, 'asks, with a secret that the tenant made for it'],
    [nobody, 'list', 'tenants.tenancy.dizuo', undefined, false, 'no tenant is theirs'],
  ])('%o %s %s in %s: %s (%s)', (principal, verb, resource, namespace, allowed, _why) => {
    expect(authorizer.authorize({ principal, verb, resource, namespace }).allowed).toBe(allowed);
  });

  it('lets nobody write a status', () => {
    for (const principal of [operator, admin, system, security]) {
      const decision = authorizer.authorize({ principal, verb: 'update', resource: 'tenants.tenancy.dizuo', subresource: 'status' });
      expect(decision.allowed).toBe(false);
    }
  });

  it.each([
    [operator, 'update', 'gateways.gateway.networking.k8s.io', 'traffic', 'dizuo-system', true, 'sees what passes'],
    [operator, 'get', 'httproutes.gateway.networking.k8s.io', 'explanation', 't-a', true, 'helps with routes'],
    [operator, 'update', 'gateways.gateway.networking.k8s.io', 'requests', 'dizuo-system', true, 'sees what passes'],
    [developer, 'update', 'gateways.gateway.networking.k8s.io', 'requests', 'dizuo-system', false, 'not that of all tenants'],
    [viewer, 'get', 'httproutes.gateway.networking.k8s.io', 'requests', 't-a', true, 'looks'],
    [viewer, 'get', 'httproutes.gateway.networking.k8s.io', 'requests', 't-b', false, 'only at home'],
    [operator, 'update', 'workloads.apps.dizuo', 'traffic', 't-a', false, 'only at the gateway'],
    [developer, 'update', 'gateways.gateway.networking.k8s.io', 'traffic', 'dizuo-system', false, 'not that of all tenants'],
    [viewer, 'get', 'httproutes.gateway.networking.k8s.io', 'traffic', 't-a', true, 'looks'],
    [viewer, 'get', 'gatewaytraffic', undefined, 't-a', true, 'looks'],
    [developer, 'get', 'gatewaytraffic', undefined, 't-b', false, 'only at home'],
    [nobody, 'get', 'gatewaytraffic', undefined, 't-a', false, 'is no member'],
  ])('%o %s %s/%s in %s: %s (%s)', (principal, verb, resource, subresource, namespace, allowed, _why) => {
    expect(authorizer.authorize({ principal, verb, resource, namespace, ...(subresource ? { subresource } : {}) }).allowed).toBe(allowed);
  });

  it('lets a candidate decide, but not on the own order', () => {
    const task = (requester: string) => ({ spec: { candidateRoles: ['operator'], requester } }) as unknown as KubeObject;
    const ask = (object: KubeObject) =>
      authorizer.authorize({
        principal: operator,
        verb: 'patch',
        resource: 'humantasks.approval.dizuo',
        namespace: 't-a',
        name: 'x',
        object,
      });
    expect(ask(task('another')).allowed).toBe(true);
    expect(ask(task('someone'))).toMatchObject({ allowed: false, policies: ['nobody-decides-on-the-own-order'] });
  });

  it('says what is missing and whom to ask', () => {
    const asked = { verb: 'create', resource: 'workloads.apps.dizuo', namespace: 't-a' };
    const missing = [say('RoleMissing')`the role ${'developer'} in ${'t-a'}`];
    expect(authorizer.authorize({ ...asked, principal: viewer })).toMatchObject({ missing, ask: 'holder of tenant-admin in t-a' });
    // A stranger does not learn who is in a tenant, nor that it is there.
    expect(authorizer.authorize({ ...asked, principal: nobody })).toMatchObject({
      missing,
      ask: 'holder of security-admin in dizuo-system',
    });
  });
});

describe("a tenant's own policy", () => {
  const policy = (cedar: string) => ({ metadata: { name: 'p' }, spec: { displayName: '不许删', cedar, ask: '张三岗' } }) as never;

  it('forbids within the tenant, and only there', () => {
    authorizer.setTenantPolicy(
      't-a',
      'p',
      policy('forbid (principal, action == Action::"delete", resource) when { resource.kind == "workloads.apps.dizuo" };'),
    );
    const ask = (verb: string) => authorizer.authorize({ principal: developer, verb, resource: 'workloads.apps.dizuo', namespace: 't-a' });
    expect(ask('delete')).toMatchObject({ allowed: false, policies: ['t-a/p'], ask: '张三岗' });
    expect(String(ask('delete').reason)).toContain('不许删');
    expect(ask('create').allowed).toBe(true);
    authorizer.setTenantPolicy('t-a', 'p', undefined);
    expect(ask('delete').allowed).toBe(true);
  });

  it.each([
    ['permit (principal, action, resource);', /only forbid/, 'a tenant gives itself no rights'],
    ['forbid (principal, action, resource) when { resource.name == "x" };', /name/, 'lists could not follow'],
    ['forbid (principal, action == Action::"fly", resource);', /fly/, 'no such action'],
    ['forbid (principal, action', /unexpected|expected/i, 'no Cedar'],
    ['', /no policy/, 'nothing'],
  ])('%s is refused: %s (%s)', (text, message) => {
    expect(tenantPolicyProblems(text).join('; ')).toMatch(message);
  });
});

describe('lists and single reads', () => {
  const kinds = [
    'tenants.tenancy.dizuo',
    'namespaces',
    'users.identity.dizuo',
    'secrets',
    'workloads.apps.dizuo',
    'serviceplans.catalog.dizuo',
    'grants.access.dizuo',
    'gateways.gateway.networking.k8s.io',
  ];
  const clusterKinds = new Set(['tenants.tenancy.dizuo', 'namespaces', 'users.identity.dizuo', 'serviceplans.catalog.dizuo']);
  const roles = fc.record(
    {
      'dizuo-system': fc.subarray(['operator', 'system-admin', 'security-admin', 'audit-admin']),
      't-a': fc.subarray(['tenant-admin', 'developer', 'viewer']),
      't-b': fc.subarray(['developer', 'viewer']),
    },
    { requiredKeys: [] },
  );

  it('agree for every caller, kind and object', () => {
    fc.assert(
      fc.property(
        roles,
        fc.constantFrom(...kinds),
        fc.constantFrom('t-a', 't-b', 't-c', 'dizuo-system'),
        fc.constantFrom('t-a', 't-c', 'someone', 'x'),
        fc.boolean(),
        (held, kind, place, name, everywhere) => {
          const principal = person(
            Object.fromEntries(Object.entries(held).filter(([, list]) => list.length > 0)) as Record<string, string[]>,
          );
          const namespace = clusterKinds.has(kind) ? undefined : place;
          const object = { apiVersion: '', kind: '', metadata: { name, ...(namespace ? { namespace } : {}) } };
          const single = authorizer.authorize({ principal, verb: 'get', resource: kind, namespace, name, object }).allowed;
          const scope = authorizer.scope({ principal, verb: 'list', resource: kind, namespace: everywhere ? undefined : namespace });
          expect(scope !== undefined && selects({ reader: scope }, object)).toBe(single);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
