import { badRequest } from '@dizuo/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessRequest, Authorizer } from '../access/authorizer.ts';
import type { KindRegistry } from '../admission/kind-registry.ts';
import { isJsonObject } from '../patch/json-value.ts';
import type { Resource } from './discovery.ts';

const group = 'authorization.k8s.io/v1';
const review = (name: string, kind: string): Resource => ({
  name,
  singularName: kind.toLowerCase(),
  namespaced: false,
  kind,
  verbs: ['create'],
});

export const reviewResources: readonly Resource[] = [
  review('selfsubjectaccessreviews', 'SelfSubjectAccessReview'),
  review('selfsubjectrulesreviews', 'SelfSubjectRulesReview'),
];

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
const selfOnly = { config: { access: { kind: 'signed-in', why: 'answers about the caller alone' } } } as const;

/** `kubectl auth can-i` and `kubectl auth can-i --list`: what the caller may do, by the same decisions as the call itself. */
export function installReviews(app: FastifyInstance, kinds: KindRegistry, authorizer: Authorizer): void {
  app.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', selfOnly, async (request, reply) => {
    const spec = specOf(request);
    reply.code(201);
    const answer = await decide(kinds, authorizer, request, spec);
    return { apiVersion: group, kind: 'SelfSubjectAccessReview', metadata: {}, spec, status: answer };
  });
  app.post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', selfOnly, async (request, reply) => {
    const spec = specOf(request);
    const namespace = typeof spec.namespace === 'string' && spec.namespace ? spec.namespace : 'default';
    reply.code(201);
    const resourceRules = await rules(kinds, authorizer, request, namespace);
    const status = { resourceRules, nonResourceRules: [], incomplete: false };
    return { apiVersion: group, kind: 'SelfSubjectRulesReview', metadata: {}, spec, status };
  });
}

function specOf(request: FastifyRequest): Record<string, unknown> {
  const body = request.body;
  if (!isJsonObject(body) || !isJsonObject(body.spec)) throw badRequest({ why: 'the review must be an object with a spec' });
  return body.spec;
}

async function decide(kinds: KindRegistry, authorizer: Authorizer, request: FastifyRequest, spec: Record<string, unknown>) {
  const asked = spec.resourceAttributes;
  if (!isJsonObject(asked)) return { allowed: false, reason: 'only resources are decided on, not plain paths' };
  const text = (key: string) => (typeof asked[key] === 'string' && asked[key] !== '' ? (asked[key] as string) : undefined);
  const plural = text('resource') ?? '';
  const id = text('group') ? `${plural}.${text('group')}` : plural;
  const served = kinds.byId(id);
  const access: AccessRequest = {
    principal: request.principal,
    verb: text('verb') ?? '',
    resource: id,
    subresource: text('subresource'),
    namespace: served?.kind.scope === 'Cluster' ? undefined : text('namespace'),
    name: text('name'),
  };
  const decision = await authorizer.authorize(access);
  return { allowed: decision.allowed, ...(decision.allowed ? {} : { denied: false }), reason: String(decision.reason) };
}

async function rules(kinds: KindRegistry, authorizer: Authorizer, request: FastifyRequest, namespace: string) {
  const found = await Promise.all(
    kinds.all.map(async ({ kind }) => {
      const allowed: string[] = [];
      for (const verb of verbs) {
        const scope = kind.scope === 'Cluster' ? undefined : namespace;
        const decision = await authorizer.authorize({ principal: request.principal, verb, resource: kind.id, namespace: scope });
        if (decision.allowed) allowed.push(verb);
      }
      return { verbs: allowed, apiGroups: [kind.group], resources: [kind.plural] };
    }),
  );
  return found.filter((rule) => rule.verbs.length > 0);
}
