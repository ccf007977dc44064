import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { catalog } from './catalog.ts';

export type Language = 'zh-CN' | 'en';
const stored = 'dizuo.language';

/** Chinese unless the reader chose English before. */
function initialLanguage(): Language {
  return localStorage.getItem(stored) === 'en' ? 'en' : 'zh-CN';
}

export async function startLanguage(): Promise<void> {
  const { zh, en } = catalogs();
  await i18next.use(initReactI18next).init({
    lng: initialLanguage(),
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = i18next.language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(stored, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

function catalogs() {
  const features = Object.entries(catalog);
  return {
    zh: Object.fromEntries(features.map(([name, locale]) => [name, locale.zh])),
    en: Object.fromEntries(features.map(([name, locale]) => [name, locale.en])),
  };
}

/** Each language is called by its own name, so that who cannot read the other finds it. */
export const otherLanguageName = (language: Language) => (language === 'en' ? '中文' : 'English');
