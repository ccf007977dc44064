import type { Condition } from '@dizuo/api';
import { useServerWords } from '../../parts/server-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';

/** Conditions that are good when they are False. */
const unwanted = new Set(['Conflicted', 'InsecureFrontendValidationMode']);

/** What the gateway says of an object, each with its sentence. */
export function ConditionList({ conditions }: { conditions: readonly Condition[] }) {
  const words = useServerWords();
  return (
    <ul className="stack">
      {conditions.map((condition) => {
        const { type, status, message } = condition;
        const good = status === (unwanted.has(type) ? 'False' : 'True');
        return (
          <li key={`${type} ${message}`} className="stack-tight" style={{ gap: 2 }}>
            <StateTag state={status === 'Unknown' ? 'unknown' : good ? 'ready' : 'degraded'} word={words.heading(type)} />
            <span>{words.told(condition)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The condition that says why something does not work; undefined where all is well. */
export function worstCondition(conditions: readonly Condition[]): Condition | undefined {
  return conditions.find(({ type, status }) => status === (unwanted.has(type) ? 'True' : 'False'));
}
