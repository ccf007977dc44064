import { type Language, type Speech, speechOf } from './speech.ts';

type Words = Record<string, string>;
type Loaders = Record<'zh' | 'en', () => Promise<{ words: Words }>>;

const stored = 'dizuo.language';
const listeners = new Set<() => void>();
/** Features whose words a loaded page uses; the build names them. */
const needed = new Map<string, Loaders>();
let words: Words = {};
/** Chinese unless the reader chose English before. */
let speech = speechOf(globalThis.localStorage?.getItem(stored) === 'en' ? 'en' : 'zh-CN', words);

/** Loads the words of a feature in the reader's language, once. Called by what the build puts before files that use them. @public */
export async function needWords(feature: string, loaders: Loaders): Promise<void> {
  needed.set(feature, loaders);
  const { language } = speech;
  const { words: more } = await loaders[shortOf(language)]();
  if (language === speech.language) Object.assign(words, more);
}

/** Switches without a reload; the choice is kept. */
export async function chooseLanguage(language: Language): Promise<void> {
  const all = await Promise.all([...needed.values()].map((loaders) => loaders[shortOf(language)]()));
  words = Object.assign({}, ...all.map((loaded) => loaded.words));
  speech = speechOf(language, words);
  localStorage.setItem(stored, language);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

const shortOf = (language: Language) => (language === 'en' ? 'en' : 'zh');

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
