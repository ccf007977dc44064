import type { TrafficFigures } from '@dizuo/api';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { latencyText, rateText, type SpanName, spans } from './traffic-values.ts';

/** What the requests of a span came to, in a few large figures. */
export function FigureRow({ total, span, children }: { total: TrafficFigures; span: SpanName; children?: ReactNode }) {
  const { t } = useWords();
  return (
    <dl className="figures" style={{ margin: 0 }}>
      <Figure label={t('traffic.figure.rate')}>{rateText(total.requests / spans[span])}</Figure>
      <Figure label={t('traffic.figure.requests')}>{total.requests.toLocaleString('en')}</Figure>
      <Figure label={t('traffic.figure.errors')}>
        <ErrorShare of={total} />
      </Figure>
      <Figure label={t('traffic.figure.p50')}>{latencyText(total.p50Ms)}</Figure>
      <Figure label={t('traffic.figure.p95')}>{latencyText(total.p95Ms)}</Figure>
      <Figure label={t('traffic.figure.p99')}>{latencyText(total.p99Ms)}</Figure>
      {children}
    </dl>
  );
}

export function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Errors in per cent; red where there are any. */
export function ErrorShare({ of }: { of: TrafficFigures }) {
  return <span style={of.errors > 0 ? { color: 'var(--failed)' } : {}}>{of.requests === 0 ? '—' : `${of.errorPercent} %`}</span>;
}
