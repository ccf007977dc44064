import './gantt.css';
import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { percent } from './amounts.ts';
import { decisionPath } from './decision-marks.tsx';
import type { GanttRow } from './gantt-rows.ts';
import type { GanttScale } from './gantt-scale.ts';

const rowHeight = 32;
const barTop = 9;
const barHeight = 14;

/** Waves and systems over the calendar: a bar filled as far as it is done, today as a line, arrows from what must be done first. */
export function GanttChart(props: {
  rows: readonly GanttRow[];
  scale: GanttScale;
  day: string;
  open: ReadonlySet<string>;
  onToggle(wave: string): void;
}) {
  const { rows, scale, day } = props;
  const { t } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const today = scale.x(day);
  // Opens where today is.
  useEffect(() => {
    const box = scroller.current;
    if (box) box.scrollLeft = Math.max(0, today - box.clientWidth / 3);
  }, [today]);
  return (
    <div className="gantt">
      <div className="gantt-names">
        <div className="gantt-head">{t('plan.waveOrSystem')}</div>
        {rows.map((row) => (
          <RowName key={row.key} row={row} open={row.wave !== undefined && props.open.has(row.wave.name)} onToggle={props.onToggle} />
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="gantt-scroll" ref={scroller} tabIndex={0} aria-label={t('plan.chart')}>
        <div style={{ width: scale.width }}>
          <div className="gantt-head gantt-days" aria-hidden>
            {scale.years.map((year) => (
              <span key={year.label} className="gantt-year" style={{ left: year.x, width: year.width }}>
                <b>{year.label}</b>
              </span>
            ))}
            {scale.ticks.map((tick) => (
              <span key={tick.x} className="gantt-tick" style={{ left: tick.x, width: tick.width }}>
                {tick.label}
              </span>
            ))}
          </div>
          <Bars rows={rows} scale={scale} today={today} />
        </div>
      </section>
    </div>
  );
}

function RowName({ row, open, onToggle }: { row: GanttRow; open: boolean; onToggle(wave: string): void }) {
  const { wave, item } = row;
  if (wave) {
    return (
      <div className="gantt-name gantt-wave">
        <button type="button" className="gantt-fold" aria-expanded={open} onClick={() => onToggle(wave.name)} title={row.label}>
          {open ? <DownOutlined /> : <RightOutlined />}
          <span className="gantt-label">{row.label}</span>
        </button>
        <span className="muted nowrap">
          {wave.done}/{wave.systems}
        </span>
      </div>
    );
  }
  return (
    <div className="gantt-name gantt-item">
      {item && (
        <Link to={decisionPath(item)} className="gantt-label" title={row.label}>
          {row.label}
        </Link>
      )}
    </div>
  );
}

function Bars({ rows, scale, today }: { rows: readonly GanttRow[]; scale: GanttScale; today: number }) {
  const { t } = useWords();
  const height = rows.length * rowHeight;
  const place = new Map(rows.map((row, index) => [row.key, { row, index }]));
  return (
    <svg className="gantt-bars" width={scale.width} height={height} role="img" aria-label={t('plan.chart')}>
      {scale.ticks.map(({ x }) => (
        <line key={x} className="gantt-grid" x1={x} x2={x} y1={0} y2={height} />
      ))}
      {rows.map(
        (row, index) =>
          row.wave && <rect key={row.key} className="gantt-band" x={0} y={index * rowHeight} width={scale.width} height={rowHeight} />,
      )}
      {rows.flatMap((row, index) =>
        row.after.flatMap((key) => {
          const from = place.get(key);
          return from ? [<Arrow key={`${key} ${row.key}`} from={from} to={{ row, index }} scale={scale} />] : [];
        }),
      )}
      {rows.map((row, index) => (
        <Bar key={row.key} row={row} y={index * rowHeight} scale={scale} />
      ))}
      <line className="gantt-today" x1={today} x2={today} y1={0} y2={height} />
    </svg>
  );
}

function Bar({ row, y, scale }: { row: GanttRow; y: number; scale: GanttScale }): ReactNode {
  const { t } = useWords();
  const { startsOn, endsOn, share, late, waits, wave } = row;
  if (!startsOn || !endsOn) return null;
  const x = scale.x(startsOn);
  const width = Math.max(3, scale.end(endsOn) - x);
  const done = share >= 1;
  const state = done ? 'done' : late ? 'late' : waits ? 'waits' : 'open';
  const word = done ? t('plan.done') : late ? t('decision.late') : waits ? t('decision.blocked') : '';
  return (
    <g className={`gantt-bar gantt-${state}${wave ? ' gantt-sum' : ''}`}>
      <title>{`${row.label}: ${startsOn} — ${endsOn}, ${percent(share)}${word ? `, ${word}` : ''}`}</title>
      <rect className="gantt-rest" x={x} y={y + barTop} width={width} height={barHeight} rx={3} />
      {share > 0 && <rect className="gantt-share" x={x} y={y + barTop} width={width * share} height={barHeight} rx={3} />}
      <text className="gantt-word" x={x + width + 6} y={y + barTop + barHeight - 3}>
        {`${percent(share)}${word ? ` ${word}` : ''}`}
      </text>
    </g>
  );
}

/** From the end of what must be done first to the beginning of what follows. */
function Arrow({
  from,
  to,
  scale,
}: {
  from: { row: GanttRow; index: number };
  to: { row: GanttRow; index: number };
  scale: GanttScale;
}): ReactNode {
  if (!from.row.endsOn || !to.row.startsOn) return null;
  const x1 = scale.end(from.row.endsOn);
  const x2 = scale.x(to.row.startsOn);
  const y1 = from.index * rowHeight + barTop + barHeight / 2;
  const y2 = to.index * rowHeight + barTop + barHeight / 2;
  const turn = x1 + 4;
  const between = y1 + (y2 > y1 ? 1 : -1) * (rowHeight / 2);
  const way = x2 >= x1 + 10 ? `M${x1} ${y1}H${turn}V${y2}H${x2 - 2}` : `M${x1} ${y1}H${turn}V${between}H${x2 - 8}V${y2}H${x2 - 2}`;
  return (
    <g className="gantt-arrow">
      <path d={way} />
      <path className="gantt-tip" d={`M${x2} ${y2}l-5 -3.5v7z`} />
    </g>
  );
}
