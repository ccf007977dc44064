import { say, unauthorized } from '@dizuo/api';
import type { Authenticator } from '@dizuo/kernel';
import { type AccessTokens, tokenPrefix } from './access-tokens.ts';
import { readCookie, sessionCookie } from './cookies.ts';
import { csrfMissing } from './identity.errors.ts';
import type { People } from './people.ts';
import type { Sessions } from './sessions.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Recognises bearer tokens (kubectl) and the browser's session. A session may change something only with a header that other sites cannot send. */
export function personAuthenticators(people: People, sessions: Sessions, tokens: AccessTokens): Authenticator[] {
  const bearer: Authenticator = {
    name: 'access-token',
    async authenticate(request) {
      const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (!token?.startsWith(tokenPrefix)) return undefined;
      const found = await tokens.find(token);
      const principal = found && people.principal(found.user, found.publicId);
      if (!principal)
        throw unauthorized({ why: say('TokenEnded')`this token has run out or was revoked; fetch a new kubeconfig from the console` });
      return principal;
    },
  };
  const browser: Authenticator = {
    name: 'session',
    async authenticate(request) {
      if (request.headers.authorization !== undefined) return undefined;
      const token = readCookie(request, sessionCookie);
      const session = token ? await sessions.find(token) : undefined;
      if (!session) return undefined;
      if (!safeMethods.has(request.method) && request.headers['x-dizuo-csrf'] !== '1') throw csrfMissing({});
      return people.principal(session.user, session.publicId, session.appointment);
    },
  };
  return [bearer, browser];
}
