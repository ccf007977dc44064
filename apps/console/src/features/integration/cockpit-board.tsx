import type { Cockpit } from '@dizuo/api';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { CockpitAims } from './cockpit-aims.tsx';
import { HeadFigure, ShareRow, UnmeasuredRow, ValueRow } from './cockpit-figure.tsx';
import { CockpitPicture } from './cockpit-picture.tsx';
import { CockpitProgress } from './cockpit-progress.tsx';
import { CockpitTrend } from './cockpit-trend.tsx';
import './cockpit.css';

/** All figures at once; the style sheet lays them out for a desk, a phone and two widths of wall screen. */
export function CockpitBoard({ cockpit }: { cockpit: Cockpit }) {
  const { t, say } = useWords();
  const { unifications } = cockpit;
  return (
    <div className="cockpit-board">
      <div className="cockpit-panel cockpit-head">
        {cockpit.headline.map((figure) => (
          <HeadFigure
            key={figure.name}
            figure={figure}
            accent={figure.name === 'now'}
            extra={
              figure.name === 'now' && cockpit.target !== undefined ? (
                <small>{t('cockpit.target', { n: cockpit.target })}</small>
              ) : undefined
            }
          />
        ))}
      </div>
      <Part area="picture" title={t('cockpit.picture')}>
        <CockpitPicture cockpit={cockpit} />
      </Part>
      <Part area="trend" title={t('cockpit.trend')}>
        <CockpitTrend cockpit={cockpit} />
      </Part>
      <Part
        area="six"
        title={unifications.length === 6 ? t('cockpit.unifications') : t('cockpit.unificationsOf', { n: unifications.length })}
      >
        <div className="cockpit-rows">
          {unifications.flatMap(({ name, displayName, figures }) =>
            figures.length === 0
              ? [<UnmeasuredRow key={name} name={say(displayName)} />]
              : figures.map((figure) => <ShareRow key={`${name}-${figure.name}`} figure={figure} name={say(displayName)} />),
          )}
        </div>
      </Part>
      <Part area="aims" title={t('cockpit.aims')}>
        <CockpitAims aims={cockpit.aims} />
      </Part>
      <Part area="money" title={t('cockpit.money')}>
        <div className="cockpit-rows">
          {cockpit.money.map((figure) => (
            <ValueRow key={figure.name} figure={figure} />
          ))}
        </div>
      </Part>
      <Part area="risks" title={t('cockpit.risks')}>
        <div className="cockpit-rows">
          {cockpit.risks.map((figure) => (
            <ValueRow key={figure.name} figure={figure} alarm />
          ))}
        </div>
      </Part>
      <Part area="progress" title={t('cockpit.progress')}>
        <CockpitProgress progress={cockpit.progress} />
      </Part>
    </div>
  );
}

function Part({ area, title, children }: { area: string; title: string; children: ReactNode }) {
  return (
    <section className={`cockpit-panel cockpit-${area}`} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
