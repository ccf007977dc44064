import type { Cockpit } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { ShareRow } from './cockpit-figure.tsx';
import { share } from './cockpit-values.ts';

const round = 2 * Math.PI * 26;

/** The four aims: a ring for the mean of the shares that make each up, and the shares. */
export function CockpitAims({ aims }: { aims: Cockpit['aims'] }) {
  const { say } = useWords();
  return (
    <div className="cockpit-aim-grid">
      {aims.map(({ name, displayName, score, figures }) => (
        <div key={name} className="cockpit-aim">
          <div className="cockpit-ring">
            <svg viewBox="0 0 64 64" role="img" aria-label={`${say(displayName)} ${share(score)}`}>
              <circle cx={32} cy={32} r={26} />
              <circle cx={32} cy={32} r={26} className="done" strokeDasharray={`${round * score} ${round}`} />
            </svg>
            <b>{share(score)}</b>
            <span>{say(displayName)}</span>
          </div>
          <div className="cockpit-rows">
            {figures.map((figure) => (
              <ShareRow key={figure.name} figure={figure} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
