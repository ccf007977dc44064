import type { Reason } from '@dizuo/api';

export function reason(code: string, zh: string, en: string, points?: number): Reason {
  return { code, message: { zh, en }, ...(points === undefined ? {} : { points }) };
}

export function pointsOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { points = 0 }) => sum + points, 0);
}
