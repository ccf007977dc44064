import type { Rules } from './standard-rules.ts';

/** A description of a function as it is compared: without punctuation and fill words, synonyms made one. */
export interface Phrase {
  /** As written. */
  text: string;
  canonical: string;
  /** Its character pairs; for a single character, that one. */
  grams: ReadonlySet<string>;
}

/** Reads descriptions by the open rules. Pure; the same text gives the same Phrase object. */
export interface Vocabulary {
  /** Undefined where nothing is left to compare: only common functions and fill words. */
  phrase(text: string): Phrase | undefined;
}

export function vocabularyOf({
  functionWords,
  fillWords,
  commonFunctions,
}: Pick<Rules, 'functionWords' | 'fillWords' | 'commonFunctions'>): Vocabulary {
  const words = new Map<string, string>();
  for (const fill of fillWords) words.set(plain(fill), '');
  for (const { word, same } of functionWords) {
    words.set(plain(word), plain(word));
    for (const other of same) words.set(plain(other), plain(word));
  }
  words.delete('');
  const known = anyOf([...words.keys()]);
  const canonicalOf = (text: string) => plain(text).replace(known, (found) => words.get(found) ?? found);
  const common = anyOf(commonFunctions.map(canonicalOf));
  const phrases = new Map<string, Phrase | undefined>();
  return {
    phrase(text) {
      if (phrases.has(text)) return phrases.get(text);
      const canonical = canonicalOf(text);
      const phrase = canonical.replace(common, '') ? { text, canonical, grams: gramsOf(canonical) } : undefined;
      phrases.set(text, phrase);
      return phrase;
    },
  };
}

/** Matches any of the words, the longest first: 许可证 is a certificate before it is a permission. Nothing where there are none. */
function anyOf(words: readonly string[]): RegExp {
  const longestFirst = words.filter(Boolean).toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return longestFirst.length > 0 ? new RegExp(longestFirst.join('|'), 'gu') : /(?!)/gu;
}

/** Width, case and punctuation do not matter. Unicode TR 15, NFKC. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function gramsOf(canonical: string): ReadonlySet<string> {
  const letters = [...canonical];
  if (letters.length < 2) return new Set(letters);
  return new Set(letters.slice(1).map((letter, i) => `${letters[i]}${letter}`));
}

/** Dice's coefficient of two sets: 1 for equal ones, 0 where nothing is shared. */
export function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const item of few) if (many.has(item)) shared += 1;
  return (2 * shared) / (a.size + b.size);
}

export function alike(a: Phrase, b: Phrase): number {
  return a.canonical === b.canonical ? 1 : dice(a.grams, b.grams);
}
