import type { SurveyField } from '@dizuo/api';
import type { Speech, WordKey } from '../../i18n/use-words.ts';
import type { State } from '../../parts/states.ts';

const states: Record<string, State> = {
  Open: 'pending',
  Submitted: 'progressing',
  SentBack: 'pending',
  SignedOff: 'ready',
  Closed: 'stopped',
};

/** How far a department's answer is. */
export function responsePhase(phase: string | undefined, { t }: Pick<Speech, 't'>): { state: State; word: string } {
  const known = phase ?? 'Open';
  return { state: states[known] ?? 'unknown', word: t(`inventory.survey.phases.${known as 'Open'}`) };
}

/** What a field that a survey asks for is called. */
export function fieldWord(path: SurveyField | (string & {}), { t }: Pick<Speech, 't'>): string {
  const lists: Record<string, WordKey> = {
    stack: 'inventory.group.technique',
    data: 'inventory.group.data',
    interfaces: 'inventory.group.interfaces',
    'hosting.hosts': 'inventory.field.hosting.hosts.name',
  };
  return t(lists[path] ?? (`inventory.field.${path}` as WordKey));
}
