import type { AuthPolicy, HTTPRoute, ObjectOf } from '@dizuo/api';
import type { CockpitFacts } from './cockpit-facts.ts';
import { isConnected } from './headline.ts';
import { type Measure, objectEvidence, systemShare, words } from './measure.ts';

const routeKind = words('路由', 'Route');
const yearMs = 365 * 86_400_000;

/** The six unifications, each by what can be measured of it; the rules of the district say which of them it has. Pure. */
export function unificationMeasures(facts: CockpitFacts): Record<string, Measure[]> {
  const inUse = facts.systems.filter(({ object, merged }) => merged || object.spec.lifecycle !== 'retired');
  const counted = facts.systems.filter((system) => system.counted);
  return {
    portal: [applicationsPublished(facts)],
    users: [routesWith(facts, 'signIn', words('统一登录的入口', "Entrances with the platform's sign-in"), 'session')],
    access: [
      systemShare(
        {
          name: 'throughGateway',
          displayName: words('经统一入口的系统', 'Systems behind the one gateway'),
          formula: words('（已融合 + 已联通）÷ 未下线的自建系统', '(merged + connected) ÷ own systems not retired'),
          filter: words('已融合、网关有访问记录或联通方案已完成', 'Merged, seen by the gateway, or connected'),
        },
        inUse,
        (system) => system.merged || isConnected(system),
      ),
    ],
    authorization: [routesWith(facts, 'byFacts', words('按组织身份授权的入口', 'Entrances that ask for organisational facts'), 'allowed')],
    security: [
      systemShare(
        {
          name: 'graded',
          displayName: words('等保定级有效', 'Protection grade in force'),
          formula: words('一年内测评过的系统 ÷ 现有自建系统', 'Systems assessed within a year ÷ own systems now'),
          filter: words('已定级，且测评日期在一年之内', 'Graded, and assessed within a year'),
        },
        counted,
        ({ object }) => isGraded(object.spec.security, facts.now),
      ),
    ],
    resources: [
      {
        name: 'quotas',
        displayName: words('按配额用资源的单位', 'Tenants with a quota'),
        unit: 'share',
        formula: words('有资源配额的租户 ÷ 全部租户', 'Tenants with a quota ÷ all tenants'),
        kind: words('租户', 'Tenant'),
        filter: words('命名空间中有配额', 'A quota is in its namespace'),
        counted: facts.tenants.filter(({ metadata }) => facts.quotas.some((quota) => quota.metadata.namespace === metadata.name)).map(told),
        base: facts.tenants.map(told),
      },
    ],
  };

  function told(tenant: CockpitFacts['tenants'][number]) {
    return objectEvidence(facts, tenant, `/ops/tenants/${tenant.metadata.name}`);
  }
}

export function isGraded(security: { grade?: number; gradedOn?: string } | undefined, now: Date): boolean {
  if (!security?.grade || !security.gradedOn) return false;
  return now.getTime() - Date.parse(security.gradedOn) <= yearMs;
}

function applicationsPublished(facts: CockpitFacts): Measure {
  const applicationOf = new Map(
    facts.workloads.map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name}`, spec.applicationRef]),
  );
  const published = new Set(
    facts.routes.flatMap(({ metadata, spec }) =>
      (spec.rules ?? []).flatMap((rule) =>
        (rule.backendRefs ?? []).map((backend) => {
          const place = `${backend.namespace ?? metadata.namespace}`;
          return `${place}/${applicationOf.get(`${place}/${backend.name}`) ?? ''}`;
        }),
      ),
    ),
  );
  const told = (one: CockpitFacts['applications'][number]) =>
    objectEvidence(facts, one, `/dev/${one.metadata.namespace}/applications/${one.metadata.name}`);
  return {
    name: 'published',
    displayName: words('已上统一门户的应用', 'Applications in the portal'),
    unit: 'share',
    formula: words('有已发布入口的应用 ÷ 全部应用', 'Applications with a published entrance ÷ all applications'),
    kind: words('应用', 'Application'),
    filter: words('有路由通到它的程序', 'A route leads to one of its workloads'),
    counted: facts.applications.filter(({ metadata }) => published.has(`${metadata.namespace}/${metadata.name}`)).map(told),
    base: facts.applications.map(told),
  };
}

function routesWith(facts: CockpitFacts, name: string, displayName: Measure['displayName'], by: 'session' | 'allowed'): Measure {
  const told = (route: ObjectOf<typeof HTTPRoute>) =>
    objectEvidence(facts, route, `/dev/${route.metadata.namespace}/routes/${route.metadata.name}`);
  const guarded = (route: ObjectOf<typeof HTTPRoute>) =>
    facts.policies.some((policy) => targets(policy, route) && (by === 'session' ? usesSession(policy) : usesFacts(policy)));
  return {
    name,
    displayName,
    unit: 'share',
    formula:
      by === 'session'
        ? words('要求平台登录的入口 ÷ 全部入口', "Routes that want the platform's sign-in ÷ all routes")
        : words('按部门、岗位放行的入口 ÷ 全部入口', 'Routes that let pass by department or position ÷ all routes'),
    kind: routeKind,
    filter:
      by === 'session'
        ? words('有要求登录的访问策略', 'With a policy that wants a sign-in')
        : words('访问策略写明部门或岗位', 'With a policy that names departments or positions'),
    counted: facts.routes.filter(guarded).map(told),
    base: facts.routes.map(told),
  };
}

function targets({ metadata, spec }: ObjectOf<typeof AuthPolicy>, route: ObjectOf<typeof HTTPRoute>): boolean {
  if (metadata.namespace !== route.metadata.namespace) return false;
  return spec.targetRefs.some((target) => target.kind === 'HTTPRoute' && target.name === route.metadata.name);
}

function usesSession({ spec }: ObjectOf<typeof AuthPolicy>): boolean {
  return spec.require !== 'optional' && (spec.authentication === undefined || spec.authentication.session === true);
}

function usesFacts({ spec }: ObjectOf<typeof AuthPolicy>): boolean {
  return (spec.allowed?.departments?.length ?? 0) + (spec.allowed?.positions?.length ?? 0) > 0;
}
