import type { Cockpit } from '@dizuo/api';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { FigureLink } from './cockpit-figure.tsx';
import { share } from './cockpit-values.ts';

const mostBars = 260;
const mostBlocks = 8;

/** What was and what becomes of it: chimneys, each with its own stack, beside one base with a few large systems. */
export function CockpitPicture({ cockpit }: { cockpit: Cockpit }) {
  const { t } = useWords();
  return (
    <div className="cockpit-scene">
      <section aria-label={t('cockpit.before')}>
        <h3>{t('cockpit.before')}</h3>
        <Chimneys cockpit={cockpit} />
      </section>
      <section aria-label={t('cockpit.after')}>
        <h3>{t('cockpit.after')}</h3>
        <After cockpit={cockpit} />
      </section>
    </div>
  );
}

function Chimneys({ cockpit }: { cockpit: Cockpit }) {
  const { t, say } = useWords();
  const { chimneys, stack } = cockpit.picture;
  const total = chimneys.reduce((sum, { systems }) => sum + systems, 0);
  const scale = Math.max(1, Math.ceil(total / mostBars));
  const dearest = Math.max(1, ...chimneys.flatMap(({ upkeeps }) => upkeeps));
  return (
    <>
      <p className="cockpit-stack">
        {stack.map((figure) => (
          <FigureLink key={figure.name} figure={figure}>
            <b>{figure.value}</b> {say(figure.displayName)}
          </FigureLink>
        ))}
      </p>
      <div className="cockpit-chimneys">
        {chimneys.map(({ department, displayName, systems, gone, upkeeps }) => {
          const bars = upkeeps.filter((_, i) => i % scale === 0);
          const link = `/gov/cockpit?department=${encodeURIComponent(department)}`;
          return (
            <Link
              key={department}
              to={link}
              className="cockpit-group"
              style={{ flexGrow: bars.length }}
              title={`${displayName}: ${t('cockpit.systems', { n: systems })}`}
            >
              <span className="cockpit-bars" aria-hidden>
                {bars.map((upkeep, i) => (
                  <i
                    // biome-ignore lint/suspicious/noArrayIndexKey: a bar has no identity
                    key={i}
                    className={i * scale < systems - gone ? '' : 'gone'}
                    style={{ height: `${16 + 84 * Math.sqrt(upkeep / dearest)}%` }}
                  />
                ))}
              </span>
              <span className="cockpit-group-name">
                {displayName}
                <b>{systems}</b>
              </span>
            </Link>
          );
        })}
      </div>
      <p className="cockpit-hint">
        {t('cockpit.beforeHint')}
        {scale > 1 && `; ${t('cockpit.beforeScale', { n: scale })}`}
      </p>
    </>
  );
}

function After({ cockpit }: { cockpit: Cockpit }) {
  const { t, say } = useWords();
  const { largeSystems, ways } = cockpit.picture;
  const blocks = largeSystems.slice(0, mostBlocks);
  const others = (['connect', 'keep', 'retire', 'open'] as const).filter((way) => ways[way] > 0);
  return (
    <div className="cockpit-after">
      <div className="cockpit-blocks">
        {blocks.map((block) => (
          <div key={block.key} className="cockpit-block large" style={{ flexGrow: 2 + Math.sqrt(block.merged + block.planned) }}>
            <b>{block.displayName}</b>
            <small>{t('cockpit.mergeHint', { modules: block.modules, systems: block.merged + block.planned })}</small>
          </div>
        ))}
        {largeSystems.length > blocks.length && (
          <div className="cockpit-block large">
            <small>{t('cockpit.more', { n: largeSystems.length - blocks.length })}</small>
          </div>
        )}
        {others.map((way) => (
          <div key={way} className={`cockpit-block ${way}`} style={{ flexGrow: 1 + Math.sqrt(ways[way]) / 2 }}>
            <b>{ways[way]}</b>
            <small>{t(`cockpit.${way}`)}</small>
          </div>
        ))}
      </div>
      <div className="cockpit-base">
        <b>{t('cockpit.base')}</b>
        <div className="cockpit-layers">
          {cockpit.unifications.map(({ name, displayName, figures: [figure] }) =>
            figure ? (
              <FigureLink key={name} figure={figure} className="cockpit-layer">
                <span>{say(displayName)}</span>
                <b>{share(figure.value)}</b>
              </FigureLink>
            ) : (
              <span key={name} className="cockpit-layer">
                <span>{say(displayName)}</span>
                <b>—</b>
              </span>
            ),
          )}
        </div>
      </div>
    </div>
  );
}
