import type { Speech, WordKey } from '../i18n/use-words.ts';

const known = ['databases', 'storageMiB', 'connections', 'replicas', 'cpuMillis', 'memoryMiB'] as const;
export const quotaResources: readonly string[] = known;

/** What a quota resource is called; the name itself where it has no word. */
export function resourceWord(resource: string, { t }: Pick<Speech, 't'>): string {
  return (known as readonly string[]).includes(resource) ? t(`parts.quota.${resource}` as WordKey) : resource;
}

/** An amount of a quota resource with its unit: the unit is part of the resource's name. */
export function amountText(resource: string, amount: number, { t }: Pick<Speech, 't'>): string {
  if (resource.endsWith('MiB')) return bytesText(amount * 1024 * 1024);
  if (resource === 'cpuMillis')
    return t('parts.quota.cores', { n: new Intl.NumberFormat('en', { maximumFractionDigits: 3 }).format(amount / 1000) });
  return new Intl.NumberFormat('en').format(amount);
}

export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = bytes <= 0 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${trimmed(bytes / 1024 ** power)} ${units[power]}`;
}

const trimmed = (value: number) => new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value);

export function yuanText(amount: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' }).format(amount);
}
