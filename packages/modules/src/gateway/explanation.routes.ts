import { type DataPlaneConfiguration, Gateway, HTTPRoute, type ObjectOf } from '@dizuo/api';
import { comparablePath, type Explanation, explainRequest, PathError, type Routable } from '@dizuo/api/routing';
import type { Route } from '@dizuo/kernel';
import type { ConfigurationHub } from './configuration-hub.ts';
import { gatewayNotServed, pathNotComparable } from './gateway.errors.ts';

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const body = {
  type: 'object',
  required: ['host', 'path'],
  properties: {
    host: { ...text(253), description: 'Host name, without port' },
    path: { ...text(8192), pattern: '^/', description: 'With query' },
    method: { ...text(32), pattern: '^[A-Z]+$', default: 'GET' },
    port: { type: 'integer', minimum: 1, maximum: 65_535, description: 'Port that it comes in by; any where absent' },
    headers: { type: 'object', additionalProperties: { type: 'string', maxLength: 8192 }, maxProperties: 128 },
  },
};

interface Asked {
  host: string;
  path: string;
  method?: string;
  port?: number;
  headers?: Record<string, string>;
}

/**
 * `POST …/gateways/:name/explanation` and `…/httproutes/:name/explanation` tell what would serve a request, by which rule and with which
 * policies, and why nothing else does. Of a route only what is of its namespace is told.
 */
export function explanationRoutes(hub: ConfigurationHub): Route[] {
  return [
    {
      method: 'POST',
      on: Gateway,
      subresource: 'explanation',
      access: { kind: 'object', verb: 'update' },
      schema: { body },
      handler: async ({ object, body: asked }) => {
        const { namespace, name } = (object as ObjectOf<typeof Gateway>).metadata;
        return shown(explain(hub, `${namespace}/${name}`, asked as Asked), () => true);
      },
    },
    {
      method: 'POST',
      on: HTTPRoute,
      subresource: 'explanation',
      access: { kind: 'object', verb: 'get' },
      schema: { body },
      handler: async ({ object, body: asked }) => {
        const { metadata, spec } = object as ObjectOf<typeof HTTPRoute>;
        const [parent] = spec.parentRefs ?? [];
        const gateway = `${parent?.namespace ?? metadata.namespace}/${parent?.name}`;
        return shown(explain(hub, gateway, asked as Asked), (rule) => rule.startsWith(`${metadata.namespace}/`));
      },
    },
  ];
}

function explain(hub: ConfigurationHub, gateway: string, asked: Asked): Explanation {
  const configuration: DataPlaneConfiguration | undefined = hub.current(gateway);
  if (!configuration) throw gatewayNotServed({ gateway });
  return explainRequest(configuration, routableOf(asked));
}

function routableOf({ host, path, method = 'GET', port, headers = {} }: Asked): Routable {
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

/** The answer: of the rule what a reader asks for, no key and no secret. */
function shown({ listener, serves, others }: Explanation, mayKnow: (rule: string) => boolean) {
  return {
    ...(listener ? { listener } : {}),
    ...(serves ? { serves: mayKnow(serves.rule.id) ? servesOf(serves) : { ofAnotherTenant: true } } : {}),
    others: others.filter(({ rule }) => mayKnow(rule)),
  };
}

function servesOf({ rule, match }: NonNullable<Explanation['serves']>) {
  const { id, backends, redirect, rewrite, mirrors, retry, requestTimeoutMs, backendTimeoutMs, cors, access, limits, canary } = rule;
  return {
    rule: id,
    match,
    backends,
    ...(redirect ? { redirect } : {}),
    ...(rewrite ? { rewrite } : {}),
    ...(mirrors ? { mirrors } : {}),
    ...(retry ? { retry } : {}),
    ...(requestTimeoutMs ? { requestTimeoutMs } : {}),
    ...(backendTimeoutMs ? { backendTimeoutMs } : {}),
    policies: {
      ...(access ? { access: { policy: access.policy, require: access.require } } : {}),
      ...(limits ? { limits: limits.map((limit) => limit.id) } : {}),
      ...(canary ? { canary: { policy: canary.policy, percent: canary.percent } } : {}),
      ...(cors ? { cors: cors.origins } : {}),
    },
  };
}
