import type { LocalizedText } from '@dizuo/api';

/** Why something was said of a system: a stable code, and words for people. */
export interface Reason {
  code: string;
  message: LocalizedText;
  /** Points that it adds, where points are counted. */
  points?: number;
}

export function reason(code: string, zh: string, en: string, points?: number): Reason {
  return { code, message: { zh, en }, ...(points === undefined ? {} : { points }) };
}

export function pointsOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { points = 0 }) => sum + points, 0);
}
