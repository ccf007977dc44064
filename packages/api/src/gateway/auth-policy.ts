import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import type { KubeObject } from '../meta/object.ts';
import { AtomicList, MapList, NameRef, OpenObject, SetList } from '../meta/schema.ts';
import { gatewayApiGroup, gatewayGroup } from './gateway-schema.ts';
import { PathPrefix, PolicyStatus, PolicyTargets, policyColumns } from './policy-schema.ts';
import { HeaderName } from './route-schema.ts';

const Jwt = Type.Object(
  {
    name: NameRef('Unique within the policy'),
    issuer: Type.String({ minLength: 1, maxLength: 512, description: '`iss` that tokens must bear' }),
    audiences: SetList(Type.String({ minLength: 1, maxLength: 253 }), {
      minItems: 1,
      maxItems: 16,
      description: '`aud` of a token must hold one of these',
    }),
    jwksUri: Type.Optional(
      Type.String({ maxLength: 2048, pattern: '^https?://[^\\s#]+$', description: 'Where the issuer publishes its keys (RFC 7517)' }),
    ),
    jwks: Type.Optional(
      Type.Object(
        { keys: AtomicList(OpenObject(), { minItems: 1, maxItems: 16 }) },
        { description: 'Public keys, written here; instead of jwksUri' },
      ),
    ),
    fromHeader: Type.Optional(
      Type.Object(
        { name: HeaderName, prefix: Type.Optional(Type.String({ maxLength: 64 })) },
        { description: 'Header that bears the token; Authorization with "Bearer " where neither this nor fromCookie is given' },
      ),
    ),
    fromCookie: Type.Optional(HeaderName),
    claims: Type.Optional(
      MapList(
        Type.Object({
          name: Type.String({ minLength: 1, maxLength: 253 }),
          values: SetList(Type.String({ maxLength: 1024 }), { minItems: 1, maxItems: 64 }),
        }),
        ['name'],
        { maxItems: 16, description: 'A token must bear each of these with one of the values; of a list one is enough' },
      ),
    ),
    consumerClaim: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 253,
        description: 'Claim that names the Consumer, for limits and figures; `sub` where absent',
      }),
    ),
    clockSkewSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 600, default: 30 })),
  },
  { description: 'JSON Web Tokens of one issuer (RFC 7519, RFC 8725)' },
);

const Authentication = Type.Object(
  {
    session: Type.Optional(
      Type.Boolean({ default: false, description: 'People who are signed in to the platform; browsers without are sent to sign in' }),
    ),
    jwt: Type.Optional(MapList(Jwt, ['name'], { maxItems: 8 })),
    apiKey: Type.Optional(
      Type.Object(
        {
          header: Type.Optional(
            Type.String({ minLength: 1, maxLength: 256, default: 'X-API-Key', description: 'Header that bears the key' }),
          ),
          queryParam: Type.Optional(Type.String({ minLength: 1, maxLength: 256, description: 'Also taken from here; never passed on' })),
        },
        { description: 'Keys of Consumers' },
      ),
    ),
    hmac: Type.Optional(
      Type.Object(
        {
          components: Type.Optional(
            SetList(Type.String({ minLength: 1, maxLength: 128 }), {
              maxItems: 16,
              description: 'What a signature has to cover at least; @method, @authority, @path and @query where absent',
            }),
          ),
          maxAgeSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3600, default: 300 })),
        },
        { description: 'HTTP message signatures by hmac-sha256 with secrets of Consumers (RFC 9421)' },
      ),
    ),
    mutualTls: Type.Optional(
      Type.Object(
        {},
        { description: 'Client certificates of Consumers; the listener has to ask for them: spec.tls.frontend of the Gateway' },
      ),
    ),
  },
  { description: 'Ways to prove who calls; any of them is enough. Session alone where absent' },
);

const bodySchema = Type.Object({
  spec: Type.Object({
    targetRefs: PolicyTargets('HTTPRoute, GRPCRoute (sectionName: a rule) or Gateway (sectionName: a listener)'),
    authentication: Type.Optional(Authentication),
    require: Type.Optional(
      Type.Enum(['signed-in', 'optional'], {
        default: 'signed-in',
        description: 'signed-in: who proves nothing is sent to sign in or refused. optional: passes as unknown; a wrong proof is refused',
      }),
    ),
    allowed: Type.Optional(
      Type.Object(
        {
          departments: Type.Optional(SetList(NameRef('Department'), { description: 'In one of these, or below it' })),
          positions: Type.Optional(SetList(NameRef('Position'))),
          categories: Type.Optional(SetList(Type.Enum(['staff', 'contractor', 'citizen']))),
          users: Type.Optional(SetList(NameRef('User'), { description: 'These pass whatever the other lists say' })),
          consumers: Type.Optional(
            SetList(NameRef('Consumer of the same namespace'), {
              description: 'Consumers that pass: by API key, signature or certificate; every Consumer of the namespace where absent',
            }),
          ),
        },
        {
          description:
            'Who of those known may pass: a person in users, or one who is in each of the other lists given; Consumers by theirs',
        },
      ),
    ),
    identityHeader: Type.Optional(
      Type.Object({
        audience: Type.Optional(
          Type.String({ minLength: 1, maxLength: 253, description: '`aud` of the identity token; <namespace>/<route> where absent' }),
        ),
      }),
    ),
    anonymousPaths: Type.Optional(
      SetList(PathPrefix, { maxItems: 64, description: 'Prefixes of paths, by whole segments, that need no sign-in' }),
    ),
  }),
  status: Type.Optional(PolicyStatus),
});

/** Who may pass a route, and the identity that its application receives. */
export const AuthPolicy = defineKind({
  group: gatewayGroup,
  version: 'v1alpha1',
  kind: 'AuthPolicy',
  plural: 'authpolicies',
  scope: 'Namespaced',
  title: { zh: '访问策略', en: 'Auth policy' },
  description: 'Who may pass a route, and the identity token that its application receives in X-Dizuo-Identity',
  body: bodySchema,
  schemaVersion: 2,
  upgrades: [{ to: 2, up: withTargetRefs }],
  columns: [...policyColumns.slice(0, 1), { name: 'Require', type: 'string', jsonPath: '.spec.require' }, ...policyColumns.slice(1)],
});

/** Schema 1 had one `targetRef` with defaults, and conditions at the top of the status. */
function withTargetRefs(object: KubeObject): KubeObject {
  const { targetRef, ...spec } = (object as KubeObject & { spec: Record<string, unknown> }).spec;
  if (!targetRef) return object;
  const { status: _status, ...kept } = object as KubeObject & { status?: unknown };
  return {
    ...kept,
    spec: { targetRefs: [{ group: gatewayApiGroup, kind: 'HTTPRoute', ...(targetRef as object) }], ...spec },
  } as KubeObject;
}
