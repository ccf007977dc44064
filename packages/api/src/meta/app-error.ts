import { type Said, Sentence, type Text } from './sentence.ts';

/** Who has to act: the caller (`user`), whoever runs the platform (`operational`), or its developers (`unexpected`). Decides the log level. */
export type ErrorFamily = 'user' | 'operational' | 'unexpected';

/** Where in the input the mistake is and what to do about it. Kubernetes `StatusCause`. */
export interface FieldError {
  /** Path such as `spec.replicas` or `spec.env[0].name`. */
  field: string;
  reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueDuplicate'
    | 'FieldValueForbidden'
    | 'FieldValueNotFound'
    | 'FieldValueTooLong';
  /** What is wrong and what to do. */
  message: Text;
}

export interface ErrorShape<Details> {
  family: ErrorFamily;
  /** HTTP status code at the API's edge. */
  status: number;
  /** Kubernetes `Status.reason` at the API's edge; the code itself goes to `details.causes` and the console. */
  reason: string;
  message(details: Details): Text;
}

/** The one error that the platform throws on purpose. `code` is stable; edges turn it into Status, OAuth or OSB shapes. */
export class AppError<Details = unknown> extends Error {
  readonly code: string;
  readonly family: ErrorFamily;
  readonly status: number;
  readonly reason: string;
  readonly details: Details;
  readonly fields: FieldError[];
  /** What the message says, apart from its language. */
  readonly said: Said | undefined;
  /** The caller may try again after so many seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: string,
    shape: ErrorShape<Details>,
    details: Details,
    extra: { cause?: unknown; fields?: FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    const message = shape.message(details);
    super(String(message), extra.cause === undefined ? undefined : { cause: extra.cause });
    this.name = 'AppError';
    this.code = code;
    this.said = message instanceof Sentence ? message.said : undefined;
    this.family = shape.family;
    this.status = shape.status;
    this.reason = shape.reason;
    this.details = details;
    this.fields = extra.fields ?? [];
    this.retryAfterSeconds = extra.retryAfterSeconds;
  }
}

export interface ErrorFactory<Details> {
  (details: Details, extra?: { cause?: unknown; fields?: FieldError[]; retryAfterSeconds?: number }): AppError<Details>;
  readonly code: string;
  readonly shape: ErrorShape<Details>;
  /** True for errors this factory made. */
  is(error: unknown): error is AppError<Details>;
}

/** Declares one kind of error. `docs/errors.md` lists every code; a test keeps the two in step. */
export function defineError<Details>(code: string, shape: ErrorShape<Details>): ErrorFactory<Details> {
  const make = (details: Details, extra?: { cause?: unknown; fields?: FieldError[]; retryAfterSeconds?: number }) =>
    new AppError(code, shape, details, extra);
  const is = (error: unknown): error is AppError<Details> => error instanceof AppError && error.code === code;
  return Object.assign(make, { code, shape, is });
}
