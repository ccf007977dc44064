import type { Cockpit, TrendPoint } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';

interface Scale {
  x(day: string): number;
  y(count: number): number;
}

/** The count month by month: what was, what the plan leaves, and the target. */
export function CockpitTrend({ cockpit }: { cockpit: Cockpit }) {
  const { t } = useWords();
  const { trend, target } = cockpit;
  const scale = scaleOf(trend, target);
  const line = (of: 'fact' | 'plan') =>
    trend.filter((point) => point[of] !== undefined).map((p) => `${scale.x(p.day)},${scale.y(p[of] ?? 0)}`);
  const now = trend.findLast(({ fact }) => fact !== undefined);
  const end = trend.findLast(({ plan }) => plan !== undefined);
  const label = [now && `${t('cockpit.fact')} ${now.fact}`, end && `${t('cockpit.plan')} ${end.day}: ${end.plan}`]
    .filter(Boolean)
    .join('; ');
  return (
    <div className="cockpit-curve">
      <p className="cockpit-legend">
        <span className="fact">{t('cockpit.fact')}</span>
        {end && <span className="plan">{t('cockpit.plan')}</span>}
        {target !== undefined && <span className="target">{t('cockpit.target', { n: target })}</span>}
      </p>
      <div className="cockpit-trend-plot">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={label}>
          {[25, 50, 75, 100].map((y) => (
            <line key={y} x1={0} x2={100} y1={y} y2={y} className="grid" />
          ))}
          {target !== undefined && <line x1={0} x2={100} y1={scale.y(target)} y2={scale.y(target)} className="target" />}
          <polyline points={line('plan').join(' ')} className="plan" />
          <polyline points={line('fact').join(' ')} className="fact" />
        </svg>
        {now && <Mark point={now} value={now.fact ?? 0} scale={scale} className="fact" />}
        {end && end !== now && <Mark point={end} value={end.plan ?? 0} scale={scale} className="plan" />}
      </div>
      <p className="cockpit-days">
        <span>{trend[0]?.day.slice(0, 7)}</span>
        <span>{trend.length > 1 && trend.at(-1)?.day.slice(0, 7)}</span>
      </p>
      {trend.length < 2 && <p className="cockpit-hint">{t('cockpit.trendStart')}</p>}
    </div>
  );
}

function Mark({ point, value, scale, className }: { point: TrendPoint; value: number; scale: Scale; className: string }) {
  const x = scale.x(point.day);
  return (
    <span className={`cockpit-mark ${className} ${x > 80 ? 'left' : ''}`} style={{ left: `${x}%`, top: `${scale.y(value)}%` }}>
      {value}
    </span>
  );
}

function scaleOf(trend: readonly TrendPoint[], target: number | undefined): Scale {
  const times = trend.map(({ day }) => Date.parse(day));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const highest = Math.max(1, target ?? 0, ...trend.map(({ fact = 0, plan = 0 }) => Math.max(fact, plan))) * 1.12;
  return {
    x: (day) => (last === first ? 4 : 2 + (94 * (Date.parse(day) - first)) / (last - first)),
    y: (count) => 100 - (100 * count) / highest,
  };
}
