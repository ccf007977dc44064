import type { Figure } from '@dizuo/api';
import type { Speech } from '../../i18n/use-words.ts';

/** Money as leaders read it: in ten thousands or hundred millions, as each language counts. */
export function money(amount: number, { t, language }: Pick<Speech, 't' | 'language'>): string {
  if (language === 'en') {
    const format = {
      style: 'currency',
      currency: 'CNY',
      currencyDisplay: 'narrowSymbol',
      notation: 'compact',
      maximumFractionDigits: 1,
    } as const;
    return new Intl.NumberFormat('en', format).format(amount);
  }
  const shown = (value: number, digits: number) => value.toLocaleString('en-US', { maximumFractionDigits: digits });
  if (Math.abs(amount) >= 100_000_000) return t('cockpit.yi', { amount: shown(amount / 100_000_000, 2) });
  return t('cockpit.wan', { amount: shown(amount / 10_000, amount >= 10_000_000 ? 0 : 1) });
}

export function share(value: number): string {
  const percent = value * 100;
  return `${percent > 0 && percent < 1 ? percent.toFixed(1) : Math.round(percent)}%`;
}

export function figureText({ unit, value }: Figure, words: Pick<Speech, 't' | 'language'>): string {
  if (unit === 'share') return share(value);
  if (unit === 'yuan') return money(value, words);
  return value.toLocaleString('en-US');
}

export function figureNamed(figures: readonly Figure[], name: string): Figure | undefined {
  return figures.find((figure) => figure.name === name);
}
