import { SurveyResponse } from '@dizuo/api';
import { Link } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { useLiveLists } from '../../data/use-live-lists.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { responsePhase } from './survey-marks.ts';
import { ownTenants } from './systems.ts';

/** Surveys that wait for an answer of the person's department; nothing where there are none. */
export function SurveyNotice() {
  const words = useWords();
  const { t } = words;
  const { session } = useSession();
  const responses = useLiveLists(
    SurveyResponse,
    ownTenants(session).map(({ name }) => ({ namespace: name })),
  );
  const waiting = responses.items.filter(({ status }) => status?.phase === 'Open' || status?.phase === 'SentBack');
  if (waiting.length === 0) return null;
  return (
    <Panel flush title={t('inventory.survey.waiting')}>
      <ul className="rows">
        {waiting.map(({ metadata, spec, status }) => (
          <li key={metadata.uid} className="row-between">
            <Link to={`/gov/surveys/${metadata.name}/${metadata.namespace}`}>
              {t('inventory.survey.waitingRow', { due: spec.dueOn, n: status?.incomplete ?? 0 })}
            </Link>
            <StateTag {...responsePhase(status?.phase, words)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
