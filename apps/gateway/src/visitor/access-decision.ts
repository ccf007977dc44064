import type { DataPlaneAccess, VisitorClaims } from '@dizuo/api';
import { comparablePath, encodedPath, isBelow } from '@dizuo/api/routing';

/** True where the path needs no sign-in. Pure. */
export function isOpen(access: DataPlaneAccess, path: string): boolean {
  return (
    access.require === 'optional' ||
    access.anonymousPaths.some((prefix) => isBelow(path, comparablePath(encodedPath(withoutSlash(prefix)))))
  );
}

/** True where the policy lets this person pass: one of `users`, or in each of the other lists that are given. Pure. */
export function mayPass(access: DataPlaneAccess, visitor: VisitorClaims): boolean {
  const { users, departments, positions, categories } = access;
  if (users?.includes(visitor.sub)) return true;
  if (!departments && !positions && !categories) return users === undefined;
  return (
    (!departments || visitor.departments.some((d) => departments.includes(d))) &&
    (!positions || visitor.positions.some((p) => positions.includes(p))) &&
    (!categories || categories.includes(visitor.category))
  );
}

function withoutSlash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
}
