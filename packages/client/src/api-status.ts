import type { KubeObject, Said } from '@dizuo/api';

/** One reason why a request failed. `field` names the wrong field; `Policy`, `MissingFact` and `Ask` explain a refusal. */
export interface StatusCause {
  reason: string;
  message: string;
  /** What the message says, apart from its language. */
  said?: Said;
  field?: string;
}

/** metav1.Status of Kubernetes: the body of every failed answer. */
export interface Status {
  kind: 'Status';
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  code: number;
  details?: { name?: string; group?: string; kind?: string; causes?: StatusCause[]; said?: Said; retryAfterSeconds?: number };
}

/** A request that the server answered with a failure, or that never reached it (`code` 0, reason `Unreachable`). */
export class ApiError extends Error {
  readonly status: Status;
  readonly code: number;
  readonly reason: string;
  /** From the header `x-request-id`: what the operator needs to find the request. */
  readonly requestId: string | undefined;

  constructor(status: Status, requestId?: string, cause?: unknown) {
    super(status.message ?? status.reason ?? `HTTP ${status.code}`, cause === undefined ? undefined : { cause });
    this.name = 'ApiError';
    this.status = status;
    this.code = status.code;
    this.reason = status.reason ?? '';
    this.requestId = requestId;
  }

  get causes(): readonly StatusCause[] {
    return this.status.details?.causes ?? [];
  }
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError;

export function unreachable(cause: unknown): ApiError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ApiError({ kind: 'Status', status: 'Failure', code: 0, reason: 'Unreachable', message }, undefined, cause);
}

/** The error that a failed answer stands for. Answers of something else (a proxy) that are not a Status keep their text. */
export async function errorOf(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const text = await response.text().catch(() => '');
  return new ApiError(statusIn(text) ?? bareStatus(response, text), requestId);
}

/** The Status that a watch event of type ERROR carries. */
export function errorOfEvent(object: KubeObject): ApiError {
  return new ApiError(object as unknown as Status);
}

function statusIn(text: string): Status | undefined {
  try {
    const body = JSON.parse(text) as Status;
    return body.kind === 'Status' ? { ...body, code: Number(body.code) } : undefined;
  } catch {
    return undefined;
  }
}

function bareStatus(response: Response, text: string): Status {
  const message = text.length > 0 && text.length < 500 && !text.startsWith('<') ? text : `HTTP ${response.status} ${response.statusText}`;
  return { kind: 'Status', status: 'Failure', code: response.status, message, reason: response.statusText.replaceAll(' ', '') };
}
