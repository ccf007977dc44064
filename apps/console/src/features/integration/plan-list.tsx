import type { PlanWave } from '@dizuo/api';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { ShareBar } from './assessment-tags.tsx';
import { DueCell, decisionPath, PhaseTag } from './decision-marks.tsx';

/** The plan where there is no room for a chart: waves with their systems below each other. */
export function PlanList({
  waves,
  open,
  onToggle,
}: {
  waves: readonly PlanWave[];
  open: ReadonlySet<string>;
  onToggle(wave: string): void;
}) {
  const { t } = useWords();
  return (
    <ul className="rows">
      {waves.map((wave) => (
        <li key={wave.name} className="stack-tight">
          <span className="row-between">
            <strong>{wave.displayName}</strong>
            <ShareBar share={wave.share} />
          </span>
          <span className="muted">
            {wave.startsOn} — {wave.endsOn} · {t('plan.doneOf', { done: wave.done, all: wave.systems })}
          </span>
          {(wave.late > 0 || wave.waitsFor.length > 0) && (
            <span className="row">
              {wave.late > 0 && <StateTag state="degraded" word={t('plan.lateCount', { n: wave.late })} />}
              {wave.waitsFor.length > 0 && <StateTag state="pending" word={t('decision.blocked')} />}
            </span>
          )}
          {wave.systems > 0 && (
            <button type="button" className="plain-button" aria-expanded={open.has(wave.name)} onClick={() => onToggle(wave.name)}>
              {t(open.has(wave.name) ? 'plan.fold' : 'plan.unfold', { n: wave.systems })}
            </button>
          )}
          {open.has(wave.name) && (
            <ul className="stack">
              {wave.items.map((item) => (
                <li key={item.key} className="stack-tight" style={{ gap: 2 }}>
                  <span className="row-between">
                    <Link to={decisionPath(item)}>{item.displayName}</Link>
                    <PhaseTag phase={item.phase} />
                  </span>
                  <span className="row-between">
                    <ShareBar share={item.share} />
                    <DueCell row={item} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
