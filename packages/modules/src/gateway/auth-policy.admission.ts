import { type AuthPolicy, type FieldError, type ObjectOf, say } from '@dizuo/api';
import { isPlainPath, plainPathRule, required, wrong } from './field-errors.ts';

type Spec = ObjectOf<typeof AuthPolicy>['spec'];
type Jwt = NonNullable<NonNullable<Spec['authentication']>['jwt']>[number];

/** What is wrong with a policy beside its targets. Pure. */
export function authPolicyErrors({ authentication, allowed, anonymousPaths }: Spec): FieldError[] {
  const errors: FieldError[] = [];
  for (const [i, path] of (anonymousPaths ?? []).entries())
    if (!isPlainPath(path)) errors.push(wrong(`spec.anonymousPaths[${i}]`, plainPathRule));
  if (!authentication) return allowed?.consumers ? [...errors, wrong('spec.allowed.consumers', noConsumers)] : errors;
  const { session, jwt, apiKey, hmac, mutualTls } = authentication;
  if (!session && !jwt?.length && !apiKey && !hmac && !mutualTls)
    errors.push(
      required('spec.authentication', say('NoWayToProve')`names no way to prove who calls: add one, or leave it out for sessions alone`),
    );
  if (allowed?.consumers && !apiKey && !hmac && !mutualTls) errors.push(wrong('spec.allowed.consumers', noConsumers));
  for (const [i, one] of (jwt ?? []).entries()) errors.push(...jwtErrors(one, `spec.authentication.jwt[${i}]`));
  return errors;
}

const noConsumers = say('ConsumersNeedWay')`needs apiKey, hmac or mutualTls in spec.authentication: Consumers prove themselves by these`;

function jwtErrors({ jwksUri, jwks, fromHeader, fromCookie }: Jwt, at: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!jwksUri && !jwks) errors.push(required(`${at}.jwksUri`, say('JwksNeeded')`or jwks is needed: where the keys are`));
  if (jwksUri && jwks) errors.push(wrong(`${at}.jwks`, say('JwksTwice')`and jwksUri exclude each other; leave one out`));
  if (fromHeader && fromCookie)
    errors.push(wrong(`${at}.fromCookie`, say('TokenPlaceTwice')`and fromHeader exclude each other; leave one out`));
  for (const [i, key] of (jwks?.keys ?? []).entries()) errors.push(...keyErrors(key, `${at}.jwks.keys[${i}]`));
  return errors;
}

/** RFC 7517 and 7518: public keys of the families that data planes check signatures by. */
function keyErrors(key: Record<string, unknown>, at: string): FieldError[] {
  const needed: Record<string, readonly string[]> = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] };
  const parts = needed[String(key.kty)];
  if (!parts) return [wrong(`${at}.kty`, say('KeyType')`is RSA, EC or OKP`)];
  if ('d' in key || 'k' in key)
    return [
      {
        field: at,
        reason: 'FieldValueForbidden',
        message: say('KeyIsPrivate')`is a private key; write the public one, and change this one: it is known now`,
      },
    ];
  return parts
    .filter((part) => typeof key[part] !== 'string')
    .map((part) => required(`${at}.${part}`, say('NeededForKeyType')`is needed for kty ${String(key.kty)}`));
}
