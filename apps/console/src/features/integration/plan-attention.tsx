import type { PlanAnswer } from '@dizuo/api';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { decisionPath } from './decision-marks.tsx';

/** What somebody has to look at: waves that cannot begin, and systems that are late or wait for others. */
export function PlanAttention({ plan }: { plan: PlanAnswer }) {
  const { t, say } = useWords();
  const nameOf = (wave: string) => plan.waves.find(({ name }) => name === wave)?.displayName ?? wave;
  const waves = plan.waves.filter(({ waitsFor }) => waitsFor.length > 0);
  const items = [...plan.waves.flatMap(({ items: own }) => own), ...plan.unplanned].filter(
    ({ late, waitsFor }) => late || waitsFor.length > 0,
  );
  const none = waves.length === 0 && items.length === 0;
  return (
    <Panel title={t('plan.attention')} flush={!none}>
      {none && <p className="muted">{t('plan.noAttention')}</p>}
      <ul className="rows">
        {waves.map((wave) => (
          <li key={wave.name} className="row-between">
            <div>
              <strong>{wave.displayName}</strong>
              <div className="muted">{t('plan.waveWaits', { names: wave.waitsFor.map(nameOf).join('、') })}</div>
            </div>
            <StateTag state="pending" word={t('decision.blocked')} />
          </li>
        ))}
        {items.map((item) => (
          <li key={item.key} className="row-between">
            <div>
              <Link to={decisionPath(item)}>{item.displayName}</Link>
              <div className="muted">
                {item.waitsFor.length > 0
                  ? t('decision.waitsFor', { names: item.waitsFor.map(({ displayName }) => displayName).join('、') })
                  : [item.endsOn, item.step && say(item.step)].filter(Boolean).join(' · ')}
              </div>
            </div>
            {item.late ? (
              <StateTag state="degraded" word={t('decision.late')} />
            ) : (
              <StateTag state="pending" word={t('decision.blocked')} />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
