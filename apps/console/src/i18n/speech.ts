import type { LocalizedText } from '@dizuo/api';
import type { catalog } from './catalog.ts';
import type { WordPath } from './define-locale.ts';

export type Language = 'zh-CN' | 'en';

type Catalog = typeof catalog;
/** Every word there is: `feature.path`. A key that does not exist does not compile. */
export type WordKey = { [F in keyof Catalog & string]: `${F}.${WordPath<Catalog[F]['zh']>}` }[keyof Catalog & string];

export interface Speech {
  /** The word in the reader's language, with `{{name}}` filled. */
  t(key: WordKey, values?: Record<string, string | number>): string;
  /** A text that an object carries in both languages; Chinese where there is no English. */
  say(text: LocalizedText | undefined, otherwise?: string): string;
  language: Language;
}

/** Speaks one language with the words given. Pure. */
export function speechOf(language: Language, words: Readonly<Record<string, string>>): Speech {
  return {
    t: (key, values = {}) => (words[key] ?? key).replace(/\{\{(\w+)\}\}/g, (gap, name) => String(values[name] ?? gap)),
    say: (text, otherwise = '') => (language === 'en' ? (text?.en ?? text?.zh) : text?.zh) ?? otherwise,
    language,
  };
}
