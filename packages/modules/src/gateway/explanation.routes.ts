import {
  type AskedDraft,
  type AskedRequest,
  type DataPlaneConfiguration,
  type DataPlaneRateLimit,
  type DataPlaneRule,
  defaultGatewayName,
  type ExplanationAnswer,
  Gateway,
  GRPCRoute,
  HTTPRoute,
  type ObjectOf,
  type ServingRule,
  systemNamespace,
  tenantExplanationPath,
} from '@dizuo/api';
import {
  accessVerdict,
  comparablePath,
  type Explanation,
  encodedPath,
  explainRequest,
  isBelow,
  PathError,
  type Routable,
} from '@dizuo/api/routing';
import type { Route } from '@dizuo/kernel';
import type { ConfigurationHub } from './configuration-hub.ts';
import type { Draft } from './draft.ts';
import { explainedCanary } from './explained-canary.ts';
import { admittedDraft, draftRefusals, draftSchema, gatewayOf } from './explanation.draft.ts';
import { gatewayNotServed, pathNotComparable } from './gateway.errors.ts';

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const names = { type: 'array', maxItems: 64, items: text(253) };
const body = {
  type: 'object',
  required: ['host', 'path'],
  properties: {
    host: { ...text(253), description: 'Host name, without port' },
    path: { ...text(8192), pattern: '^/', description: 'With query' },
    method: { ...text(32), pattern: '^[A-Z]+$', default: 'GET' },
    port: { type: 'integer', minimum: 1, maximum: 65_535, description: 'Port that it comes in by; any where absent' },
    headers: { type: 'object', additionalProperties: { type: 'string', maxLength: 8192 }, maxProperties: 128 },
    who: {
      type: 'object',
      properties: { user: text(253), category: text(64), departments: names, positions: names, consumer: text(512) },
      description: 'Who calls, with a good proof; nobody in particular where absent',
    },
    client: { ...text(64), description: 'Address that it comes from; for canaries that go by it' },
    gateway: { ...text(512), description: 'namespace/name; for the route of a namespace' },
  },
};

/**
 * `POST …/gateways/:name/explanation`, `…/httproutes/:name/explanation`, `…/grpcroutes/:name/explanation` and
 * `…/namespaces/:namespace/explanations` tell what would serve a request, by which rule and with which policies, and why nothing else does.
 * Of a route or a namespace only what is of the namespace is told. A namespace's can be asked with a draft: as if it were written.
 */
export function explanationRoutes(hub: ConfigurationHub): Route[] {
  const ofRoute = (kind: typeof HTTPRoute | typeof GRPCRoute): Route => ({
    method: 'POST',
    on: kind,
    subresource: 'explanation',
    access: { kind: 'object', verb: 'get' },
    schema: { body },
    handler: async ({ object, body: asked }) => {
      const { metadata, spec } = object as ObjectOf<typeof HTTPRoute>;
      const [parent] = spec.parentRefs ?? [];
      return explain(hub, `${parent?.namespace ?? metadata.namespace}/${parent?.name}`, asked as AskedRequest, metadata.namespace);
    },
  });
  return [
    {
      method: 'POST',
      on: Gateway,
      subresource: 'explanation',
      access: { kind: 'object', verb: 'update' },
      schema: { body },
      handler: async ({ object, body: asked }) => {
        const { namespace, name } = (object as ObjectOf<typeof Gateway>).metadata;
        return explain(hub, `${namespace}/${name}`, asked as AskedRequest, undefined);
      },
    },
    {
      method: 'POST',
      path: tenantExplanationPath(':namespace'),
      access: { kind: 'resource', verb: 'get', resource: 'gatewaytraffic', namespace: ({ namespace }) => namespace },
      schema: { body: { ...body, properties: { ...body.properties, draft: draftSchema } } },
      handler: async ({ params: { namespace = '' }, body: asked, client }) => {
        const { draft } = asked as Partial<AskedDraft>;
        if (draft) return explainDraft(hub, await admittedDraft(client, namespace, draft), asked as AskedRequest, namespace);
        const { gateway = `${systemNamespace}/${defaultGatewayName}` } = asked as AskedRequest;
        return explain(hub, gateway, asked as AskedRequest, namespace);
      },
    },
    ofRoute(HTTPRoute),
    ofRoute(GRPCRoute),
  ];
}

/** `namespace`: whose rules the asker may know; undefined: all. */
function explain(hub: ConfigurationHub, gateway: string, asked: AskedRequest, namespace: string | undefined): ExplanationAnswer {
  const configuration = hub.current(gateway);
  if (!configuration) throw gatewayNotServed({ gateway });
  return explainBy(configuration, asked, namespace);
}

function explainDraft(hub: ConfigurationHub, draft: Draft, asked: AskedRequest, namespace: string): ExplanationAnswer {
  const { gateway = gatewayOf(draft) } = asked;
  const compilation = hub.supposed(gateway, draft);
  if (!compilation) throw gatewayNotServed({ gateway });
  const refusals = draftRefusals(draft, compilation);
  return { ...explainBy(compilation.configuration, asked, namespace), ...(refusals.length > 0 ? { refusals } : {}) };
}

function explainBy(configuration: DataPlaneConfiguration, asked: AskedRequest, namespace: string | undefined): ExplanationAnswer {
  const request = routableOf(asked);
  const { listener, serves, others }: Explanation = explainRequest(configuration, request);
  const mayKnow = (rule: string) => namespace === undefined || rule.startsWith(`${namespace}/`);
  return {
    gateway: configuration.gateway,
    version: configuration.version,
    ...(listener ? { listener } : {}),
    ...(serves ? { serves: mayKnow(serves.rule.id) ? servingRule(configuration, serves, request, asked) : { ofAnotherTenant: true } } : {}),
    others: others.filter(({ rule }) => mayKnow(rule)),
  };
}

function routableOf({ host, path, method = 'GET', port, headers = {} }: AskedRequest): Routable {
  const [plain = '/', query = ''] = path.split(/\?(.*)/s);
  const fields = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const values = (name: string) => (fields.has(name) ? [fields.get(name) as string] : []);
  try {
    return { path: comparablePath(plain), port, head: { hostname: host.toLowerCase(), method, query, values } };
  } catch (error) {
    if (error instanceof PathError) throw pathNotComparable({ why: error.message });
    throw error;
  }
}

/** Of the rule what a reader asks for; no key and no secret. */
function servingRule(
  configuration: DataPlaneConfiguration,
  { rule, match }: NonNullable<Explanation['serves']>,
  request: Routable,
  asked: AskedRequest,
): ServingRule {
  const { id, backends, redirect, rewrite, mirrors, retry, requestTimeoutMs, backendTimeoutMs } = rule;
  return {
    rule: id,
    match,
    backends: backends.map(({ backend, weight }) => ({ ...(backend === undefined ? {} : { backend }), weight })),
    ...(redirect ? { redirect } : {}),
    ...(rewrite ? { rewrite } : {}),
    ...(mirrors ? { mirrors } : {}),
    ...(retry ? { retry } : {}),
    ...(requestTimeoutMs ? { requestTimeoutMs } : {}),
    ...(backendTimeoutMs ? { backendTimeoutMs } : {}),
    policies: policiesOf(rule, configuration, request, asked),
  };
}

function policiesOf(
  rule: DataPlaneRule,
  { backends: all, consumers }: DataPlaneConfiguration,
  request: Routable,
  asked: AskedRequest,
): ServingRule['policies'] {
  const { access, limits, cors, backends } = rule;
  const canary = explainedCanary(rule, consumers, request, asked);
  const named = new Set([...backends.map(({ backend }) => backend), canary?.canary]);
  const backendPolicies = [...new Set(all.flatMap(({ id, policy }) => (policy && named.has(id) ? [policy.id] : [])))];
  return {
    ...(access
      ? {
          access: {
            ...(access.policy ? { policy: access.policy } : {}),
            require: access.require,
            verdict: accessVerdict(access, request.path, asked.who ?? {}),
          },
        }
      : {}),
    ...(limits
      ? {
          limits: limits.map((limit) => ({
            id: limit.id,
            requests: limit.requests,
            periodMs: limit.periodMs,
            per: limit.per,
            covers: covers(limit, request),
          })),
        }
      : {}),
    ...(canary ? { canary } : {}),
    ...(cors ? { cors: cors.origins } : {}),
    ...(backendPolicies.length > 0 ? { backends: backendPolicies } : {}),
  };
}

function covers({ methods, paths }: DataPlaneRateLimit, { path, head }: Routable): boolean {
  const below = (prefix: string) => isBelow(path, comparablePath(encodedPath(prefix.length > 1 ? prefix.replace(/\/$/, '') : prefix)));
  return (!methods || methods.includes(head.method)) && (!paths || paths.some(below));
}
