import type { Speech } from '../../i18n/use-words.ts';

/** Yuan in ten thousands, as budgets are written. */
export function wan(amount: number, { t }: Pick<Speech, 't'>): string {
  return t('assessment.wan', { amount: (amount / 10_000).toLocaleString('en-US', { maximumFractionDigits: 1 }) });
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

export function figure(count: number): string {
  return count.toLocaleString('en-US');
}
