import { AppError, badRequest, internal, type Said, spoken, type Text, tooLarge, unsupportedMediaType } from '@dizuo/api';
import type { ErrorObject } from 'ajv';
import type { FastifyError } from 'fastify';
import { fieldErrorsOf } from '../admission/schema-errors.ts';

/** metav1.Status of Kubernetes: the shape of every error of the API and of some answers. */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, never>;
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code: number;
}

export interface StatusCause {
  reason: string;
  message: string;
  said?: Said;
  field?: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  /** What `message` says, apart from its language. */
  said?: Said;
  retryAfterSeconds?: number;
}

/** The Status of an error. The error's own code and what it knows (policies, missing facts) go into the causes. */
export function statusOf(error: AppError, about: StatusDetails = {}): Status {
  const fields = error.fields.map(({ field, reason, message }) => ({ reason, ...spoken(message), field }));
  const words = error.fields.map((e) => `${e.field}: ${e.message}`);
  const details = error.details as { name?: string; policies?: string[]; missing?: Text[]; ask?: string } | undefined;
  const causes: StatusCause[] = [...fields, ...decisionCauses(details ?? {})];
  if (error.code !== error.reason) causes.push({ reason: 'Code', message: error.code });
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: words.length > 0 ? `${error.message}: ${words.length > 1 ? `[${words.join('; ')}]` : words[0]}` : error.message,
    reason: error.reason,
    details: {
      ...about,
      ...(details?.name ? { name: details.name } : {}),
      ...(causes.length > 0 ? { causes } : {}),
      ...(error.said ? { said: error.said } : {}),
      ...(error.retryAfterSeconds ? { retryAfterSeconds: error.retryAfterSeconds } : {}),
    },
    code: error.status,
  };
}

function decisionCauses(details: { policies?: string[]; missing?: Text[]; ask?: string }): StatusCause[] {
  return [
    ...(details.policies ?? []).map((message) => ({ reason: 'Policy', message })),
    ...(details.missing ?? []).map((message) => ({ reason: 'MissingFact', ...spoken(message) })),
    ...(details.ask ? [{ reason: 'Ask', message: details.ask }] : []),
  ];
}

export function success(details: StatusDetails): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details, code: 200 };
}

/** What the HTTP layer itself throws, as one of our errors; everything unknown is unexpected. */
export function toAppError(error: unknown, requestId: string): AppError {
  if (error instanceof AppError) return error;
  const { code, validation, validationContext, statusCode, message } = error as FastifyError;
  if (validation) {
    const fields = fieldErrorsOf(validation as unknown as ErrorObject[], undefined);
    const part = validationContext === 'querystring' ? 'the query' : `the ${validationContext ?? 'request'}`;
    return badRequest({ why: `${part} is not as it should be` }, { fields, cause: error });
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge({ limit: (error as { limit?: number }).limit ?? 0 }, { cause: error });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return unsupportedMediaType({ why: 'send application/json' }, { cause: error });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return badRequest({ why: message }, { cause: error });
  return internal({ requestId }, { cause: error });
}
