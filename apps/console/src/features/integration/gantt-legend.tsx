import { useWords } from '../../i18n/use-words.ts';

/** What the bars and lines of the chart mean. */
export function GanttLegend() {
  const { t } = useWords();
  const bars: [kind: string, word: string, share: number][] = [
    ['open', t('plan.legendOpen'), 12],
    ['done', t('plan.legendDone'), 24],
    ['waits', t('plan.legendWaits'), 0],
    ['late', t('plan.legendLate'), 8],
  ];
  return (
    <ul className="gantt-legend">
      {bars.map(([kind, word, share]) => (
        <li key={kind}>
          <svg width={24} height={12} aria-hidden className={`gantt-${kind}`}>
            <rect className="gantt-rest" x={0.5} y={0.5} width={23} height={11} rx={3} />
            {share > 0 && <rect className="gantt-share" x={0.5} y={0.5} width={share - 1} height={11} rx={3} />}
          </svg>
          {word}
        </li>
      ))}
      <li>
        <svg width={16} height={12} aria-hidden>
          <line className="gantt-today" x1={8} x2={8} y1={0} y2={12} />
        </svg>
        {t('plan.today')}
      </li>
      <li>{t('plan.legendAfter')}</li>
    </ul>
  );
}
