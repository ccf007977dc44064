import type { Said, SaidWithin } from '@dizuo/api';
import type { ApiError } from '@dizuo/client';
import { useMemo, useSyncExternalStore } from 'react';
import { useWords } from '../i18n/use-words.ts';

/** What the server tells people: English, and beside it what it says apart from its language. */
export interface Told {
  message?: string | undefined;
  said?: Said | undefined;
}

export type Sentences = Readonly<Record<string, string>>;

/** The sentence in the language of `sentences`; the server's own English where a code is not among them. Pure. */
export function composed({ message = '', said }: Told, sentences: Sentences): string {
  const pattern = said && sentences[said.code];
  if (!pattern) return message;
  return pattern.replace(/\{(\d+)\}/g, (_, at) => filled(said.params?.[Number(at)], sentences));
}

function filled(value: string | SaidWithin | undefined, sentences: Sentences): string {
  if (typeof value === 'string') return value;
  return value ? composed({ message: value.message, said: value }, sentences) : '';
}

interface Chinese {
  sentences: Sentences;
  headings: Sentences;
}
const none: Chinese = { sentences: {}, headings: {} };
let chinese: Chinese | undefined;
let loading = false;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Fetches the Chinese sentences, once; whoever shows some shows them then. */
function load(): void {
  if (loading) return;
  loading = true;
  import('../sentences/sentences.ts')
    .then(({ sentences, reasonWords }) => {
      chinese = { sentences, headings: reasonWords };
      for (const listener of listeners) listener();
    })
    .catch(() => {
      loading = false;
    });
}

export interface ServerWords {
  /** What the server told, in the reader's language. */
  told(words: Told | undefined): string;
  /** Heading of a condition or an event. */
  heading(code: string | undefined): string;
  /** What an error says. */
  error(error: ApiError): string;
}

export function useServerWords(): ServerWords {
  const { language } = useWords();
  const known = useSyncExternalStore(subscribe, () => (language === 'en' ? none : (chinese ?? none)));
  return useMemo(() => {
    const missing = language !== 'en' && known === none;
    const told = (words: Told | undefined) => {
      if (missing && words?.said) load();
      return words ? composed(words, known.sentences) : '';
    };
    return {
      told,
      heading: (code = '') => {
        if (missing) load();
        return known.headings[code] ?? code;
      },
      error: ({ message, status }) => told({ message, said: status.details?.said }),
    };
  }, [known, language]);
}
