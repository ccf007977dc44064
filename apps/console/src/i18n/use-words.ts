import { useSyncExternalStore } from 'react';
import { spokenLanguage } from './language.ts';
import type { Speech } from './speech.ts';

export type { Speech, WordKey } from './speech.ts';

/** The reader's language; a component that uses it is drawn again when the language changes. */
export function useWords(): Speech {
  return useSyncExternalStore(spokenLanguage.subscribe, spokenLanguage.current);
}
