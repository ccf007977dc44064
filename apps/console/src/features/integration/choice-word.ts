import type { WordKey } from '../../i18n/use-words.ts';

/** What a choice of the schema is called. */
export const choiceWord = (value: string): WordKey => `inventory.choice.${value}` as WordKey;
