import type { TrafficMinute } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { roundTop, type SpanName, spans, trafficBars } from './traffic-values.ts';
import './gateway.css';

/** Requests over the span as bars, the errors of each at its foot. Drawn as SVG: a library would weigh more than the page. */
export function TrafficChart({ minutes, span, now }: { minutes: readonly TrafficMinute[]; span: SpanName; now: number }) {
  const { t, language } = useWords();
  const { widthMs, bars } = trafficBars(minutes, spans[span], now);
  const most = Math.max(0, ...bars.map(({ requests }) => requests));
  const top = roundTop(most);
  const sum = (of: 'requests' | 'errors') => bars.reduce((total, bar) => total + bar[of], 0);
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const width = 100 / bars.length;
  const label = t('traffic.chart.label', {
    span: t(`traffic.spans.${span}`),
    requests: sum('requests'),
    errors: sum('errors'),
    most,
  });
  const marks = [bars[0], bars[Math.floor(bars.length / 2)]];
  return (
    <figure className="traffic-chart">
      <figcaption className="row">
        <span className="traffic-key">{t('traffic.chart.requests')}</span>
        <span className="traffic-key traffic-key-errors">{t('traffic.chart.errors')}</span>
      </figcaption>
      <div className="traffic-plot">
        <span className="traffic-scale" aria-hidden>
          <span>{top.toLocaleString('en')}</span>
          <span>{(top / 2).toLocaleString('en')}</span>
          <span>0</span>
        </span>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={label}>
          {[0, 50, 100].map((y) => (
            <line key={y} x1={0} x2={100} y1={y} y2={y} className="traffic-grid" />
          ))}
          {bars.map(({ at, requests, errors }, index) => (
            <g key={at}>
              <rect x={index * width} width={width} y={0} height={100} className="traffic-slot">
                <title>{t('traffic.chart.bar', { from: clock.format(at), to: clock.format(at + widthMs), requests, errors })}</title>
              </rect>
              <rect
                x={(index + 0.12) * width}
                width={width * 0.76}
                y={100 - (100 * requests) / top}
                height={(100 * requests) / top}
                className="traffic-bar"
              />
              <rect
                x={(index + 0.12) * width}
                width={width * 0.76}
                y={100 - (100 * errors) / top}
                height={(100 * errors) / top}
                className="traffic-bar traffic-bar-errors"
              />
            </g>
          ))}
        </svg>
      </div>
      <p className="traffic-times" aria-hidden>
        {marks.map((bar) => bar && <span key={bar.at}>{clock.format(bar.at)}</span>)}
        <span>{clock.format(now)}</span>
      </p>
    </figure>
  );
}
