import type { AssessmentOverview } from '@dizuo/api';
import { Link, useLocation } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { figure, wan } from './amounts.ts';

/** The few large figures; each leads to the list behind it. On a narrow screen they make room for the list. */
export function AssessmentTiles({ overview, first }: { overview: AssessmentOverview; first: boolean }) {
  const words = useWords();
  const { t } = words;
  const { pathname } = useLocation();
  const { levels, overlap, activity, doubleEntries, contracts, debt, cost, ways } = overview;
  const all = Object.values(levels).reduce((sum, count) => sum + count, 0);
  const tiles: [title: string, value: string, more: string, tab: string][] = [
    [
      t('assessment.figure.systems'),
      figure(overview.systems),
      t('assessment.figure.systemsOf', { all, national: levels.national ?? 0, city: levels.city ?? 0 }),
      'proposals',
    ],
    [
      t('assessment.figure.overlapping'),
      figure(overlap.systems),
      t('assessment.figure.overlappingOf', { pairs: overlap.pairs, clusters: overlap.clusters, across: overlap.acrossDepartments }),
      'pairs',
    ],
    [
      t('assessment.figure.unused'),
      figure(activity.unused),
      t('assessment.figure.unusedOf', { little: activity.littleUsed, unknown: activity.unknown }),
      'unused',
    ],
    [
      t('assessment.figure.twice'),
      figure(doubleEntries.citizens + doubleEntries.staff),
      t('assessment.figure.twiceOf', { levels: doubleEntries.acrossLevels, spared: figure(doubleEntries.sparedYearly) }),
      'twice',
    ],
    [
      t('assessment.figure.contracts'),
      figure(contracts.soon),
      t('assessment.figure.contractsOf', { ended: contracts.ended, unknown: contracts.unknown }),
      'contracts',
    ],
    [
      t('assessment.figure.debt'),
      figure(debt.high),
      t('assessment.figure.debtOf', { high: overview.highDebt, technical: figure(debt.technical), security: figure(debt.security) }),
      'debt',
    ],
    [
      t('assessment.figure.cost'),
      wan(cost.saves, words),
      t('assessment.figure.costOf', { years: cost.years, upkeep: wan(cost.upkeep, words), unknown: cost.unknown }),
      'cost',
    ],
    [t('assessment.figure.ways'), figure(ways.merge + ways.retire), t('assessment.figure.waysOf', ways), 'proposals'],
  ];
  return (
    <div className={first ? 'tiles' : 'tiles tiles-wide'}>
      {tiles.map(([title, value, more, tab]) => (
        <Link key={title} className="tile" to={`${pathname}?tab=${tab}`}>
          <span className="muted">{title}</span>
          <span className="tile-figure">{value}</span>
          <span className="muted help">{more}</span>
        </Link>
      ))}
    </div>
  );
}
