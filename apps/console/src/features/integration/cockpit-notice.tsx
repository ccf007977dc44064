import { Link } from 'react-router';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { FigureLink } from './cockpit-figure.tsx';
import { figureText } from './cockpit-values.ts';
import { useCockpit } from './use-cockpit.ts';

/** How far integration is, and what needs a word, for who sees the whole district; nothing for others. */
export function CockpitNotice() {
  const { session } = useSession();
  return holds(session, 'leader') || holds(session, 'operator') ? <Notice /> : null;
}

function Notice() {
  const words = useWords();
  const { t, say } = words;
  const { data } = useCockpit('');
  if (!data) return null;
  return (
    <Panel flush title={t('cockpit.title')} extra={<Link to="/gov/cockpit">{t('cockpit.openIt')}</Link>}>
      <dl className="figures" style={{ margin: 16 }}>
        {data.headline.map((figure) => (
          <div key={figure.name} className="figure">
            <dt>{say(figure.displayName)}</dt>
            <dd>
              <FigureLink figure={figure}>{figureText(figure, words)}</FigureLink>
            </dd>
          </div>
        ))}
      </dl>
      <ul className="rows">
        {data.risks
          .filter(({ value }) => value > 0)
          .map((figure) => (
            <li key={figure.name}>
              <FigureLink figure={figure} className="row-between">
                <span>{say(figure.displayName)}</span>
                <b className="number">{figureText(figure, words)}</b>
              </FigureLink>
            </li>
          ))}
      </ul>
    </Panel>
  );
}
