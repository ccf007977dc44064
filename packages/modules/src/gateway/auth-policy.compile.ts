import type { AuthPolicy, DataPlaneAccess, DataPlaneAuthentication, DataPlaneJwt, ObjectOf, PublicKeyJwk } from '@dizuo/api';
import type { RouteObject } from './backend-reference.ts';
import { idOf } from './object-order.ts';

type Spec = ObjectOf<typeof AuthPolicy>['spec'];

/** Who may pass a rule of the route. Pure. */
export function compileAccess(route: RouteObject, policy: ObjectOf<typeof AuthPolicy>): DataPlaneAccess {
  const { require, allowed, identityHeader, anonymousPaths, authentication } = policy.spec;
  const list = (name: string, values: readonly string[] | undefined) => (values ? { [name]: [...values].sort() } : {});
  const namespace = policy.metadata.namespace ?? '';
  const compiled = authentication && compileAuthentication(authentication);
  const knowsConsumers = compiled && (compiled.apiKey || compiled.hmac || compiled.mutualTls);
  return {
    policy: idOf(policy),
    require: require ?? 'signed-in',
    audience: identityHeader?.audience ?? `${route.metadata.namespace}/${route.metadata.name}`,
    anonymousPaths: [...(anonymousPaths ?? [])].sort(),
    ...list('departments', allowed?.departments),
    ...list('positions', allowed?.positions),
    ...list('categories', allowed?.categories),
    ...list('users', allowed?.users),
    ...(knowsConsumers ? { consumerNamespace: namespace } : {}),
    ...list(
      'consumers',
      allowed?.consumers?.map((name) => `${namespace}/${name}`),
    ),
    ...(compiled ? { authentication: compiled } : {}),
  };
}

/** True where the policy knows callers by what Consumers of its namespace hold. */
export function usesConsumers({ authentication }: Spec): boolean {
  return Boolean(authentication?.apiKey || authentication?.hmac || authentication?.mutualTls);
}

function compileAuthentication({ session, jwt, apiKey, hmac, mutualTls }: NonNullable<Spec['authentication']>): DataPlaneAuthentication {
  return {
    session: session ?? false,
    ...(jwt?.length ? { jwt: jwt.map(compileJwt) } : {}),
    ...(apiKey
      ? {
          apiKey: {
            header: (apiKey.header ?? 'X-API-Key').toLowerCase(),
            ...(apiKey.queryParam ? { queryParam: apiKey.queryParam } : {}),
          },
        }
      : {}),
    ...(hmac
      ? {
          hmac: {
            components: [...(hmac.components ?? ['@method', '@authority', '@path', '@query'])].sort(),
            maxAgeMs: (hmac.maxAgeSeconds ?? 300) * 1000,
          },
        }
      : {}),
    ...(mutualTls ? { mutualTls: true } : {}),
  };
}

type Jwt = NonNullable<NonNullable<Spec['authentication']>['jwt']>[number];

function compileJwt(jwt: Jwt): DataPlaneJwt {
  const { name, issuer, audiences, jwksUri, jwks, fromHeader, fromCookie, claims, consumerClaim, clockSkewSeconds } = jwt;
  return {
    name,
    issuer,
    audiences: [...audiences].sort(),
    ...(jwksUri ? { jwksUri } : {}),
    ...(jwks ? { keys: jwks.keys as PublicKeyJwk[] } : {}),
    ...(fromHeader ? { header: { name: fromHeader.name.toLowerCase(), prefix: fromHeader.prefix ?? '' } } : {}),
    ...(fromCookie ? { cookie: fromCookie } : {}),
    claims: (claims ?? []).map(({ name: claim, values }) => ({ name: claim, values: [...values].sort() })),
    consumerClaim: consumerClaim ?? 'sub',
    clockSkewMs: (clockSkewSeconds ?? 30) * 1000,
  };
}
