import type { Rules } from './standard-rules.ts';

interface Product {
  role: string;
  name: string;
  version?: string;
}

/** The rule that says a product is no longer maintained, if any. Names are matched by beginning, versions by their numbers. Pure. */
export function outdatedRule(product: Product, outdated: Rules['debt']['outdated']): Rules['debt']['outdated'][number] | undefined {
  const name = product.name.normalize('NFKC').toLowerCase();
  return outdated.find((rule) => {
    if (rule.role !== product.role || !name.startsWith(rule.name.toLowerCase())) return false;
    if (rule.below === undefined) return true;
    const written = product.version ?? /\d[\d.]*/.exec(product.name)?.[0];
    // Java 8 and older are also written 1.8.
    const version = name.startsWith('java') ? written?.replace(/^1\./, '') : written;
    return version !== undefined && compareVersions(version, rule.below) < 0;
  });
}

/** By the numbers in them, from left to right: 5.7 < 8, 2012 R2 < 2016. Negative, zero or positive. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
