import { type Language, type Speech, speechOf } from './speech.ts';

const stored = 'dizuo.language';
const listeners = new Set<() => void>();
let speech = speechOf('zh-CN', {});

/** Chinese unless the reader chose English before. */
function initialLanguage(): Language {
  return localStorage.getItem(stored) === 'en' ? 'en' : 'zh-CN';
}

export const startLanguage = (): Promise<void> => speak(initialLanguage());

/** Switches without a reload; the choice is kept. */
export async function chooseLanguage(language: Language): Promise<void> {
  await speak(language);
  localStorage.setItem(stored, language);
}

async function speak(language: Language): Promise<void> {
  const { words } = await (language === 'en' ? import('virtual:words/en') : import('virtual:words/zh'));
  speech = speechOf(language, words);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/** The language spoken now, and to be told when it changes. */
export const spokenLanguage = {
  current: (): Speech => speech,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Each language is called by its own name, so that who cannot read the other finds it. */
export const otherLanguageName = (language: Language) => (language === 'en' ? '中文' : 'English');
