import { badRequest, type ObjectOf, say, systemNamespace, type User } from '@dizuo/api';
import type { Authorizer, Principal, Route, RouteCall } from '@dizuo/kernel';
import { decidedByName } from './questions.ts';

/** What is known of people: enough to put each of them in the caller's place. */
export interface PeopleFacts {
  users(): ObjectOf<typeof User>[];
  principal(name: string, credentialId: string): Principal | undefined;
  rolesOf(name: string, active: { department: string; position: string } | undefined): { namespace: string; role: string; grant: string }[];
}

const text = { type: 'string', maxLength: 253 };
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** Who can do something to an object, and why: the same decisions that the door makes, asked for everybody. */
export function explanationRoutes(people: PeopleFacts, authorizer: Authorizer): Route[] {
  return [
    {
      method: 'GET',
      path: '/apis/access.dizuo/v1alpha1/explanations',
      access: { kind: 'signed-in', why: 'asks for the right to list grants of the namespace in the query, below' },
      schema: {
        querystring: {
          type: 'object',
          required: ['resource', 'verb'],
          properties: { resource: text, verb: { enum: verbs }, namespace: text, name: text, subresource: text },
        },
      },
      handler: (call) => explain(call, people, authorizer),
    },
  ];
}

async function explain({ query, require }: RouteCall, people: PeopleFacts, authorizer: Authorizer): Promise<unknown> {
  const { resource, verb, name, subresource, ...place } = query as Record<string, string | undefined>;
  if (!resource || !verb) throw badRequest({ why: say('QuestionIncomplete')`resource and verb must be given` });
  const namespace = decidedByName(resource) ? undefined : place.namespace;
  await require({ verb: 'list', resource: 'grants.access.dizuo', ...(namespace ? { namespace } : {}) });
  const items = await Promise.all(
    people.users().map(async (user) => {
      const principal = people.principal(user.metadata.name, 'explanation');
      if (!principal) return [];
      const decision = await authorizer.authorize({ principal, verb, resource, namespace, name, subresource });
      if (!decision.allowed) return [];
      const roles = people.rolesOf(user.metadata.name, principal.facts.activeAppointment);
      const via = roles
        .filter((held) => held.namespace === (namespace ?? systemNamespace) || held.namespace === systemNamespace)
        .map((held) => ({ ...held, policies: decision.policies }));
      return [{ user: user.metadata.name, displayName: user.spec.displayName, allowed: true, policies: decision.policies, via }];
    }),
  );
  return { items: items.flat() };
}
