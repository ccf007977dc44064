import './assessment.css';
import './decision.css';
import { type DecisionCounts, dispositionWays } from '@dizuo/api';
import { Link, useLocation } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { figure } from './amounts.ts';

/** How many systems go which way, and what needs somebody: each figure leads to its list. */
export function DecisionTiles({ counts }: { counts: DecisionCounts }) {
  const { t } = useWords();
  const { search } = useLocation();
  const to = (changes: Record<string, string>): string => {
    const department = new URLSearchParams(search).get('department');
    return `?${new URLSearchParams({ ...(department ? { department } : {}), ...changes })}`;
  };
  const tiles: [label: string, count: number, path: string, tone?: string][] = [
    [t('decision.open'), counts.open, to({ phase: 'open' })],
    ...dispositionWays.map((way): [string, number, string] => [t(`assessment.way.${way}`), counts.ways[way], to({ way })]),
    [t('decision.late'), counts.late, to({ only: 'late' }), 'var(--degraded)'],
    [t('decision.blocked'), counts.blocked, to({ only: 'blocked' }), 'var(--pending)'],
  ];
  return (
    <div className="tiles decision-tiles">
      {tiles.map(([label, count, path, tone]) => (
        <Link key={label} to={path} className="tile">
          <span className="muted">{label}</span>
          <span className="tile-figure" style={tone && count > 0 ? { color: tone } : {}}>
            {figure(count)}
          </span>
        </Link>
      ))}
    </div>
  );
}
