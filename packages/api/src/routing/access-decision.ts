import type { VisitorClaims } from '../gateway/data-plane.ts';
import type { DataPlaneAccess } from '../gateway/data-plane-policies.ts';
import type { AskedCaller } from '../gateway/explanation-answer.ts';
import { comparablePath, encodedPath, isBelow } from './request-path.ts';

/** True where the path needs no sign-in. Pure. */
export function isOpen(access: DataPlaneAccess, path: string): boolean {
  return (
    access.require === 'optional' ||
    access.anonymousPaths.some((prefix) => isBelow(path, comparablePath(encodedPath(withoutSlash(prefix)))))
  );
}

/** True where the policy lets this person pass: one of `users`, or in each of the other lists that are given. Pure. */
export function mayPass(access: DataPlaneAccess, visitor: Pick<VisitorClaims, 'sub' | 'departments' | 'positions' | 'category'>): boolean {
  const { users, departments, positions, categories } = access;
  if (users?.includes(visitor.sub)) return true;
  if (!departments && !positions && !categories) return users === undefined;
  return (
    (!departments || visitor.departments.some((d) => departments.includes(d))) &&
    (!positions || visitor.positions.some((p) => positions.includes(p))) &&
    (!categories || categories.includes(visitor.category))
  );
}

/**
 * What becomes of a caller whose proof is good: `open`: nothing is asked; `passes`; `sign-in`: a browser is sent to sign in, a program
 * refused with 401; `unproven`: refused with 401, people cannot sign in here; `refused`: known and not allowed, 403. Pure.
 */
export type AccessVerdict = 'open' | 'passes' | 'sign-in' | 'unproven' | 'refused';

export function accessVerdict(access: DataPlaneAccess, path: string, who: AskedCaller): AccessVerdict {
  const { authentication: ways, consumers, consumerNamespace } = access;
  const kind = callerKind(access, who);
  if (kind === 'program' && who.consumer !== undefined) {
    const isAllowed = consumers ? consumers.includes(who.consumer) : who.consumer.startsWith(`${consumerNamespace}/`);
    return isAllowed ? 'passes' : 'refused';
  }
  const open = isOpen(access, path);
  if (kind === 'person' && who.user !== undefined) {
    const { user: sub, departments = [], positions = [], category = '' } = who;
    return mayPass(access, { sub, departments, positions, category }) ? 'passes' : open ? 'open' : 'refused';
  }
  if (open) return 'open';
  return takesPeople(ways) ? 'sign-in' : 'unproven';
}

/** As what a caller with a good proof is recognised: a route asks for some proofs only, and without a policy for none. Pure. */
export function callerKind(access: DataPlaneAccess | undefined, who: AskedCaller): 'program' | 'person' | undefined {
  if (access === undefined) return undefined;
  const { authentication: ways } = access;
  const takesPrograms = ways !== undefined && (ways.apiKey ?? ways.hmac ?? ways.mutualTls ?? ways.jwt) !== undefined;
  if (who.consumer !== undefined && takesPrograms) return 'program';
  return who.user !== undefined && takesPeople(ways) ? 'person' : undefined;
}

function takesPeople(ways: DataPlaneAccess['authentication']): boolean {
  return ways === undefined || ways.session;
}

function withoutSlash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
}
