import type { Speech } from '../i18n/use-words.ts';

/** A span in the two largest units that matter. */
export function durationText(milliseconds: number, { t }: Pick<Speech, 't'>): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (milliseconds >= 0 && milliseconds < 1000) return t('parts.time.instant');
  if (seconds < 60) return t('parts.time.seconds', { n: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('parts.time.minutes', { m: minutes, s: seconds % 60 });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t('parts.time.hours', { h: hours, m: minutes % 60 });
  return t('parts.time.days', { d: Math.floor(hours / 24), h: hours % 24 });
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 minutes ago", "in 2 days"; under half a minute undefined. */
export function relativeText(at: number, now: number, language: string): string | undefined {
  const seconds = (at - now) / 1000;
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  if (step) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(seconds / step[1]), step[0]);
  return Math.abs(seconds) < 30
    ? undefined
    : new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(seconds), 'second');
}

export function exactText(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
}
