import { defineError, say } from '@dizuo/api';

export const wrongPassword = defineError<Record<string, never>>('WrongPassword', {
  family: 'user',
  status: 401,
  reason: 'Unauthorized',
  message: () => say('WrongPassword')`the user name or the password is wrong; after five failures the account is locked for 15 minutes`,
});

export const accountLocked = defineError<{ minutes: number }>('AccountLocked', {
  family: 'user',
  status: 401,
  reason: 'Unauthorized',
  message: (d) =>
    say(
      'AccountLocked',
    )`too many failures: the account is locked for ${d.minutes} more minutes; wait, or ask the security administrator to unlock it`,
});

export const accountDisabled = defineError<Record<string, never>>('AccountDisabled', {
  family: 'user',
  status: 401,
  reason: 'Unauthorized',
  message: () => say('AccountDisabled')`this account is disabled; ask the system administrator`,
});

export const signInExpired = defineError<Record<string, never>>('SignInExpired', {
  family: 'user',
  status: 400,
  reason: 'BadRequest',
  message: () => say('SignInExpired')`this sign-in is too old or was already used; open the page that you wanted again`,
});

export const csrfMissing = defineError<Record<string, never>>('CsrfHeaderMissing', {
  family: 'user',
  status: 403,
  reason: 'Forbidden',
  message: () => say('CsrfHeaderMissing')`a change made with the browser session needs the header X-Dizuo-Csrf: 1`,
});
