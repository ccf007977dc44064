import type { Reason } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';

/** Why something is said, one line each, with its points. */
export function Reasons({ of }: { of: readonly Reason[] }) {
  const { t, say } = useWords();
  if (of.length === 0) return null;
  return (
    <ul className="stack-tight" style={{ gap: 4 }}>
      {of.map((one) => (
        <li key={say(one.message)} className="row-between" style={{ flexWrap: 'nowrap', alignItems: 'baseline' }}>
          <span>{say(one.message)}</span>
          {one.points !== undefined && <span className="muted nowrap">{t('assessment.points', { points: one.points })}</span>}
        </li>
      ))}
    </ul>
  );
}
