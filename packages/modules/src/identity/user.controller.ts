import { User } from '@dizuo/api';
import { defineController } from '@dizuo/kernel';
import type { Passwords } from './passwords.ts';
import { endEverywhere, type SessionRouteOptions } from './session.routes.ts';

/** Ends the sessions of people who may no longer enter; forgets the password of those who are gone. */
export function userController(passwords: Passwords, options: Pick<SessionRouteOptions, 'pool' | 'sessions' | 'tokens'>) {
  return defineController({
    name: 'user',
    kind: User,
    async reconcile(key, { client }) {
      const user = await client.get(User, key);
      if (user && !user.spec.disabled) return;
      await endEverywhere(options, key.name);
      if (!user) await passwords.remove(key.name);
    },
  });
}
