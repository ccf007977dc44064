import type { LocalizedText } from '@dizuo/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { catalog } from './catalog.ts';
import type { WordPath } from './define-locale.ts';
import type { Language } from './language.ts';

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

export function useWords(): Speech {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh-CN';
  return useMemo(
    () => ({
      t: (key, values) => t(key, values ?? {}),
      say: (text, otherwise = '') => (language === 'en' ? (text?.en ?? text?.zh) : text?.zh) ?? otherwise,
      language,
    }),
    [t, language],
  );
}
