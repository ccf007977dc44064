import type { Figure } from '@dizuo/api';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { figureText, share } from './cockpit-values.ts';

/** A figure that opens the list of what it counts; its formula is told to whoever lingers. */
export function FigureLink({ figure, className, children }: { figure: Figure; className?: string; children: ReactNode }) {
  const { say } = useWords();
  return (
    <Link to={figure.source.path} className={`cockpit-link ${className ?? ''}`} title={say(figure.formula)}>
      {children}
    </Link>
  );
}

/** One large figure of the headline. */
export function HeadFigure({ figure, accent = false, extra }: { figure: Figure; accent?: boolean; extra?: ReactNode }) {
  const words = useWords();
  return (
    <FigureLink figure={figure} className={accent ? 'cockpit-head-figure accent' : 'cockpit-head-figure'}>
      <span className="cockpit-name">{words.say(figure.displayName)}</span>
      <strong>{figureText(figure, words)}</strong>
      {extra}
    </FigureLink>
  );
}

/** A share as a line with a bar. */
export function ShareRow({ figure, name }: { figure: Figure; name?: ReactNode }) {
  const { say, t } = useWords();
  return (
    <FigureLink figure={figure} className="cockpit-share">
      <span className="cockpit-share-head">
        <span>
          {name && <b>{name}</b>} <span className="cockpit-name">{say(figure.displayName)}</span>
        </span>
        <span className="nowrap">
          <b>{share(figure.value)}</b>{' '}
          <small className="cockpit-name">{t('cockpit.partOf', { part: figure.part ?? 0, of: figure.of ?? 0 })}</small>
        </span>
      </span>
      <span className="cockpit-bar" aria-hidden>
        <i style={{ width: `${figure.value * 100}%` }} />
      </span>
    </FigureLink>
  );
}

/** A share of nothing: there is no object yet that could count. */
export function UnmeasuredRow({ name }: { name: ReactNode }) {
  const { t } = useWords();
  return (
    <span className="cockpit-share">
      <span className="cockpit-share-head">
        <b>{name}</b>
        <small className="cockpit-name">{t('cockpit.unmeasured')}</small>
      </span>
      <span className="cockpit-bar" aria-hidden />
    </span>
  );
}

/** An amount or a count as a line. */
export function ValueRow({ figure, alarm = false }: { figure: Figure; alarm?: boolean }) {
  const words = useWords();
  return (
    <FigureLink figure={figure} className="cockpit-value">
      <span className="cockpit-name">{words.say(figure.displayName)}</span>
      <b className={alarm && figure.value > 0 ? 'cockpit-alarm' : ''}>{figureText(figure, words)}</b>
    </FigureLink>
  );
}
