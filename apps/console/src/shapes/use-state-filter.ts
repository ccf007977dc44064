import type { KubeObject } from '@dizuo/api';
import { useWords } from '../i18n/use-words.ts';
import { type State, stateOf } from '../parts/states.ts';
import type { ListFilter } from './list-columns.ts';

const states: State[] = ['ready', 'progressing', 'pending', 'degraded', 'failed', 'stopped', 'unknown'];

/** Filter of a list by the common vocabulary of state. */
export function useStateFilter<T extends KubeObject>(): ListFilter<T> {
  const { t } = useWords();
  return {
    key: 'state',
    label: t('parts.stateLabel'),
    options: states.map((state) => ({ value: state, label: t(`parts.state.${state}`) })),
    fits: (object, value) => stateOf(object) === value,
  };
}
