import type { ObjectOf, Request } from '@dizuo/api';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { type State, stateOfWord } from '../../parts/states.ts';

type Order = ObjectOf<typeof Request>;

/** How far an order is, in an order's own words. */
export function orderState(order: Order): { state: State; key: WordKey } {
  const phase = order.status?.phase;
  return phase ? { state: stateOfWord(phase), key: `approval.phase.${phase}` } : { state: 'progressing', key: 'approval.phase.unknown' };
}

export function OrderPhase({ order }: { order: Order }) {
  const { t } = useWords();
  const { state, key } = orderState(order);
  return <StateTag state={state} word={t(key)} />;
}
