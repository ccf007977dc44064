import type { ApiError } from '@dizuo/client';
import type { Speech, WordKey } from '../i18n/use-words.ts';

/** Errors of the platform that have a sentence in the reader's language. The server's own message says the details. */
const words: Record<string, WordKey> = {
  WrongPassword: 'parts.code.WrongPassword',
  AccountLocked: 'parts.code.AccountLocked',
  AccountDisabled: 'parts.code.AccountDisabled',
  SignInExpired: 'parts.code.SignInExpired',
  QuotaExceeded: 'parts.code.QuotaExceeded',
  ComponentServerDown: 'parts.code.ComponentServerDown',
  SecretMissing: 'parts.code.SecretMissing',
  UploadInvalid: 'parts.code.UploadInvalid',
  UploadTooLarge: 'parts.code.UploadTooLarge',
};

/** The platform's own code of an error, where it is more exact than the reason of the protocol. */
function codeOf(error: ApiError): string | undefined {
  return error.causes.find((cause) => cause.reason === 'Code')?.message;
}

/** The reader's sentence for an error; undefined where only the server's message says it. */
export function sentenceOf(error: ApiError, { t }: Pick<Speech, 't'>): string | undefined {
  const word = words[codeOf(error) ?? ''];
  return word && t(word);
}
