import type { AppError } from '@dizuo/api';

/** Attempts of a patch or deletion that names no version, and of a generated name. */
const mostAttempts = 5;
/** Many writers may share one companion, and each commit lets one of them through. */
const mostAttemptsBesideCompanions = 16;
/** Spreads writers that met, growing with every attempt. */
const waitMs = 8;

/** A companion was changed by another writer since it was read: the whole write is to be admitted again. */
export class Overtaken extends Error {
  /** What the caller is told when that does not end. */
  override readonly cause: AppError;

  constructor(cause: AppError) {
    super(cause.message);
    this.cause = cause;
  }
}

/** Does the work again where it was overtaken at a companion, or where `again` says so of its error. */
export async function retryWrite<T>(again: (error: unknown) => boolean, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Overtaken)) {
        if (attempt >= mostAttempts || !again(error)) throw error;
        continue;
      }
      if (attempt >= mostAttemptsBesideCompanions) throw error.cause;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * waitMs * attempt));
    }
  }
}
