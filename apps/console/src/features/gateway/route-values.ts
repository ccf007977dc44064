import { type AskedDraft, AuthPolicy, type DraftObject, type HTTPRoute, type KubeObject, type ObjectOf } from '@dizuo/api';
import type { NewObject } from '@dizuo/client';
import type { Problems } from '../../shapes/use-object-form.ts';
import { type PlaceValues, type PlaceWords, placeOf, placeProblems, placeValues, withHost } from './route-place.ts';
import { type RuleValues, type RuleWords, ruleFitsForm, ruleOf, ruleProblems, ruleValues } from './rule-values.ts';

type RouteObject = ObjectOf<typeof HTTPRoute> & KubeObject;
type PolicyObject = ObjectOf<typeof AuthPolicy> & KubeObject;
type Category = 'staff' | 'contractor' | 'citizen';

export interface Backend {
  kind: 'Workload' | 'Upstream';
  name: string;
  namespace: string;
}

/** What both kinds of routes say of their backends. */
export interface LeadingRoute {
  metadata: { namespace?: string };
  spec: { rules?: { backendRefs?: { kind?: string; name: string; namespace?: string }[] | undefined }[] | undefined };
}

/** Every backend that a route's rules name, without repeats. */
export function backendsOf(route: LeadingRoute): Backend[] {
  const refs = (route.spec.rules ?? []).flatMap((rule) => rule.backendRefs ?? []);
  const found = refs.flatMap((ref): Backend[] =>
    ref.kind === 'Workload' || ref.kind === 'Upstream'
      ? [{ kind: ref.kind, name: ref.name, namespace: ref.namespace ?? route.metadata.namespace ?? '' }]
      : [],
  );
  return found.filter((b, at) => found.findIndex((o) => o.kind === b.kind && o.name === b.name && o.namespace === b.namespace) === at);
}

/** The addresses at which people reach a route, by the gateway's own address. Wildcards have none. */
export function publishedAddresses(route: RouteObject, gatewayUrl: string): string[] {
  const hosts = (route.spec.hostnames ?? []).filter((host) => !host.startsWith('*'));
  const paths = (route.spec.rules ?? []).flatMap((rule) => (rule.matches ?? []).map((match) => match.path?.value ?? '/'));
  const origins = route.spec.hostnames?.length ? hosts.map((host) => withHost(gatewayUrl, host)) : [withHost(gatewayUrl, '')];
  return origins.flatMap((origin) => [...new Set(paths.length > 0 ? paths : ['/'])].map((path) => `${origin}${path}`));
}

/** What the form of an HTTPRoute holds: where it is published, its rules, and who may visit. */
export interface RouteValues extends PlaceValues {
  rules: RuleValues[];
  signIn: boolean;
  departments: string[];
  categories: Category[];
  /** One prefix per line. */
  anonymous: string;
}

/** Whether the form shows all that a route says; if not, only its YAML may be changed. */
export function fitsForm({ spec }: RouteObject): boolean {
  const rules = spec.rules ?? [];
  return rules.length > 0 && rules.every(ruleFitsForm);
}

export function routeValues(route: RouteObject, policy: PolicyObject | undefined): RouteValues {
  return {
    ...placeValues(route),
    rules: (route.spec.rules ?? []).map(ruleValues),
    signIn: policy !== undefined && policy.spec.require !== 'optional',
    departments: policy?.spec.allowed?.departments ?? [],
    categories: policy?.spec.allowed?.categories ?? [],
    anonymous: policy?.spec.anonymousPaths?.join('\n') ?? '',
  };
}

/** What is wrong with the route, by path. */
export function routeProblems(values: RouteValues, words: PlaceWords & RuleWords): Problems {
  const ofRules = values.rules.map((rule, index) => ruleProblems(rule, `spec.rules[${index}]`, words));
  const found: Problems = Object.assign(placeProblems(values, words), ...ofRules);
  if (anonymousPaths(values).some((path) => !path.startsWith('/'))) found['policy.anonymousPaths'] = words.pathRule;
  return found;
}

/** The route that the values stand for; parts that the form does not show stay as they were. */
export function routeOf(values: RouteValues, tenant: string, before: RouteObject | undefined): NewObject<RouteObject> {
  return {
    metadata: { namespace: tenant, name: values.name },
    spec: { ...placeOf(values, tenant, before?.spec), rules: values.rules.map((rule) => ruleOf(rule, before?.spec.rules ?? [])) },
  };
}

/** True for a policy that is attached to the route as a whole. */
export function isOnRoute(policy: PolicyObject, route: string): boolean {
  return policy.spec.targetRefs.some((ref) => ref.kind === 'HTTPRoute' && ref.name === route && ref.sectionName === undefined);
}

/** The policy that says who may visit, whole; undefined: none is asked for. */
export function policyOf(values: RouteValues, tenant: string, before: PolicyObject | undefined): NewObject<PolicyObject> | undefined {
  const spec = policySpec(values, before);
  return spec && { ...(before ?? { metadata: { namespace: tenant, name: values.name } }), spec };
}

/** True where the policy that was there has to go. */
export function losesPolicy({ signIn }: RouteValues, before: PolicyObject | undefined): before is PolicyObject {
  return !signIn && before !== undefined && before.spec.require !== 'optional';
}

/** All that saving the route's form would write and remove. */
export function routeDraft(
  route: DraftObject | undefined,
  values: RouteValues,
  tenant: string,
  before: PolicyObject | undefined,
): AskedDraft['draft'] | undefined {
  if (!route) return undefined;
  const policy = policyOf(values, tenant, before);
  return {
    write: [route, ...(policy ? [{ ...policy, apiVersion: AuthPolicy.apiVersion, kind: AuthPolicy.kind }] : [])],
    ...(losesPolicy(values, before) ? { remove: [{ kind: 'AuthPolicy', name: before.metadata.name }] } : {}),
  };
}

/** Who may visit, as the policy's spec; undefined: anyone. */
function policySpec(values: RouteValues, before: PolicyObject | undefined): PolicyObject['spec'] | undefined {
  if (!values.signIn) return undefined;
  const anonymous = anonymousPaths(values);
  const { departments, categories } = values;
  const limited = departments.length > 0 || categories.length > 0 || before?.spec.allowed?.positions || before?.spec.allowed?.users;
  const { anonymousPaths: _anonymous, allowed, ...kept } = before?.spec ?? {};
  const { departments: _departments, categories: _categories, ...others } = allowed ?? {};
  return {
    ...kept,
    targetRefs: before?.spec.targetRefs ?? [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: values.name }],
    require: 'signed-in',
    ...(limited
      ? { allowed: { ...others, ...(departments.length ? { departments } : {}), ...(categories.length ? { categories } : {}) } }
      : {}),
    ...(anonymous.length > 0 ? { anonymousPaths: anonymous } : {}),
  };
}

function anonymousPaths(values: RouteValues): string[] {
  return values.anonymous
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
