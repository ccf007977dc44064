import './ledger.css';
import { useWords } from '../../i18n/use-words.ts';
import type { ChartPoint, LedgerChartData } from './ledger-chart-points.ts';

/** The count as it was, and as the plan wants it: a drawing that scales, and the same in words. */
export function LedgerChart({ data }: { data: LedgerChartData }) {
  const { t } = useWords();
  const x = (at: number) => ((at - data.from) / Math.max(1, data.to - data.from)) * 100;
  const y = (count: number) => 100 - (count / (data.highest * 1.15)) * 100;
  const line = (points: readonly ChartPoint[]) => points.map(({ at, count }) => `${x(at)},${y(count)}`).join(' ');
  const last = data.fact.at(-1);
  const end = data.plan.at(-1);
  const label = [
    last && `${t('ledger.count')} ${last.count}`,
    end && `${t('ledger.target')} ${end.count} (${dayOf(end.at)})`,
    `${t('ledger.opening')} ${data.fact[0]?.count}`,
  ]
    .filter(Boolean)
    .join(', ');
  const left = (at: number) => (x(at) > 85 ? 'ledger-mark ledger-mark-left' : 'ledger-mark');
  return (
    <figure className="ledger-chart">
      <figcaption className="legend muted">
        <span>
          <i className="ledger-key-fact" />
          {t('ledger.count')}
        </span>
        {end && (
          <span>
            <i className="ledger-key-plan" />
            {t('ledger.target')}
          </span>
        )}
      </figcaption>
      <div className="ledger-plot">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={label}>
          {[25, 50, 75, 100].map((height) => (
            <line key={height} x1={0} x2={100} y1={height} y2={height} className="ledger-grid" />
          ))}
          <polyline points={line(data.plan)} className="ledger-plan" />
          <polyline points={line(data.fact)} className="ledger-fact" />
        </svg>
        {last && (
          <span className={left(last.at)} style={{ left: `${x(last.at)}%`, top: `${y(last.count)}%` }}>
            {last.count}
          </span>
        )}
        {end && (
          <span className={`${left(end.at)} ledger-mark-plan`} style={{ left: `${x(end.at)}%`, top: `${y(end.count)}%` }}>
            {end.count}
          </span>
        )}
      </div>
      <p className="row-between muted">
        <span>{dayOf(data.from)}</span>
        <span>{dayOf(data.to)}</span>
      </p>
    </figure>
  );
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
