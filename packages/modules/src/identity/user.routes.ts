import { User } from '@dizuo/api';
import type { Route } from '@dizuo/kernel';
import type { Passwords } from './passwords.ts';
import { readablePassword } from './random-token.ts';
import { endEverywhere, type SessionRouteOptions } from './session.routes.ts';

/** What the security administrator does for people who cannot get in. */
export function userRoutes(passwords: Passwords, options: Pick<SessionRouteOptions, 'pool' | 'sessions' | 'tokens'>): Route[] {
  return [
    {
      method: 'POST',
      on: User,
      subresource: 'password',
      access: { kind: 'object', verb: 'update' },
      async handler({ params }) {
        const name = params.name ?? '';
        const password = readablePassword();
        await passwords.set(name, password, { mustChange: true });
        await endEverywhere(options, name);
        return { password };
      },
    },
    {
      method: 'POST',
      on: User,
      subresource: 'unlock',
      access: { kind: 'object', verb: 'update' },
      async handler({ params }) {
        await passwords.unlock(params.name ?? '');
        return {};
      },
    },
  ];
}
