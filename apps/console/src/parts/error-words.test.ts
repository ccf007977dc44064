import { ApiError, type StatusCause } from '@dizuo/client';
import { expect, it } from 'vitest';
import { sentenceOf } from './error-words.ts';

const error = (...causes: StatusCause[]) =>
  new ApiError({ kind: 'Status', status: 'Failure', code: 403, reason: 'Forbidden', message: 'm', details: { causes } });
const t = (key: string) => key;

it.each<[ApiError, string | undefined, string]>([
  [error({ reason: 'Code', message: 'QuotaExceeded' }), 'parts.code.QuotaExceeded', 'the platform’s own code has a sentence'],
  [error({ reason: 'Code', message: 'SomethingNew' }), undefined, 'a newer server’s code: its own message is shown'],
  [error({ reason: 'Policy', message: 'QuotaExceeded' }), undefined, 'other causes are no codes'],
  [error(), undefined, 'no code, no sentence'],
])('%# %s', (given, sentence, _why) => expect(sentenceOf(given, { t })).toBe(sentence));
