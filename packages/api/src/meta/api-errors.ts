import { defineError } from './app-error.ts';
import { say, type Text } from './sentence.ts';

/** Errors of plain object access. Reasons are those of Kubernetes `metav1.StatusReason`. */

interface Subject {
  kind: string;
  name: string;
  namespace?: string;
}
const label = (d: Subject) => `${d.kind} "${d.namespace ? `${d.namespace}/` : ''}${d.name}"`;

export const notFound = defineError<Subject>('NotFound', {
  family: 'user',
  status: 404,
  reason: 'NotFound',
  message: (d) => say('NotFound')`${label(d)} not found`,
});
export const alreadyExists = defineError<Subject>('AlreadyExists', {
  family: 'user',
  status: 409,
  reason: 'AlreadyExists',
  message: (d) => say('AlreadyExists')`${label(d)} already exists; choose another name, or change the one that is there`,
});
export const conflict = defineError<Subject & { why?: Text }>('Conflict', {
  family: 'user',
  status: 409,
  reason: 'Conflict',
  message: (d) =>
    say(
      'Conflict',
    )`${label(d)}: ${d.why ?? say('Modified')`the object has been modified; apply your changes to the latest version and try again`}`,
});
export const invalid = defineError<Subject>('Invalid', {
  family: 'user',
  status: 422,
  reason: 'Invalid',
  message: (d) => say('Invalid')`${label(d)} is invalid`,
});
export const badRequest = defineError<{ why: Text }>('BadRequest', {
  family: 'user',
  status: 400,
  reason: 'BadRequest',
  message: (d) => d.why,
});
export const unauthorized = defineError<{ why: Text }>('Unauthorized', {
  family: 'user',
  status: 401,
  reason: 'Unauthorized',
  message: (d) => d.why,
});
/** `policies` that decided, `missing` facts that would have allowed it, and `ask`: whom to ask. */
export const forbidden = defineError<{
  action: string;
  resource: string;
  why: Text;
  policies?: string[];
  missing?: Text[];
  ask?: string;
}>('Forbidden', {
  family: 'user',
  status: 403,
  reason: 'Forbidden',
  message: (d) =>
    d.ask
      ? say('ForbiddenAsk')`${d.action} ${d.resource} is not allowed: ${d.why}; ask ${d.ask}`
      : say('Forbidden')`${d.action} ${d.resource} is not allowed: ${d.why}`,
});
export const quotaExceeded = defineError<Subject & { resource: string; used: number; requested: number; hard: number }>('QuotaExceeded', {
  family: 'user',
  status: 403,
  reason: 'Forbidden',
  message: (d) =>
    say(
      'QuotaExceeded',
    )`${label(d)} exceeds the quota: ${d.resource} requested ${d.requested}, used ${d.used}, limited to ${d.hard}; reduce the request or ask the operator for more`,
});
export const gone = defineError<{ why: Text }>('Expired', { family: 'user', status: 410, reason: 'Expired', message: (d) => d.why });
export const methodNotAllowed = defineError<{ why: Text }>('MethodNotAllowed', {
  family: 'user',
  status: 405,
  reason: 'MethodNotAllowed',
  message: (d) => d.why,
});
export const unsupportedMediaType = defineError<{ why: Text }>('UnsupportedMediaType', {
  family: 'user',
  status: 415,
  reason: 'UnsupportedMediaType',
  message: (d) => d.why,
});
export const tooLarge = defineError<{ limit: number }>('RequestEntityTooLarge', {
  family: 'user',
  status: 413,
  reason: 'RequestEntityTooLarge',
  message: (d) => say('RequestEntityTooLarge')`the object is larger than ${d.limit} bytes; store large content elsewhere and refer to it`,
});
export const unavailable = defineError<{ why: Text }>('ServiceUnavailable', {
  family: 'operational',
  status: 503,
  reason: 'ServiceUnavailable',
  message: (d) => d.why,
});
export const internal = defineError<{ requestId: string }>('InternalError', {
  family: 'unexpected',
  status: 500,
  reason: 'InternalError',
  message: (d) => say('InternalError')`an unexpected error; tell the operator request ${d.requestId}`,
});
/** The writer's lease was taken over: it must stop acting at once. */
export const leaseLost = defineError<{ lease: string; epoch: number }>('LeaseLost', {
  family: 'operational',
  status: 409,
  reason: 'Conflict',
  message: (d) => say('LeaseLost')`lease ${d.lease} at epoch ${d.epoch} is held by another server`,
});
