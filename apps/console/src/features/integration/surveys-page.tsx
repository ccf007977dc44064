import { type KubeObject, type ObjectOf, Survey, SurveyResponse } from '@dizuo/api';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList } from '../../data/use-live.ts';
import { useLiveLists } from '../../data/use-live-lists.ts';
import { useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { ListPage } from '../../shapes/list-page.tsx';
import { responsePhase } from './survey-marks.ts';
import { ownTenants } from './systems.ts';

type ResponseObject = ObjectOf<typeof SurveyResponse> & KubeObject;

/** Surveys with their progress; for a department, its own answers. */
export function SurveysPage() {
  const { t } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const surveys = useLiveList(Survey);
  const oversees = holds(session, 'operator') || holds(session, 'leader');
  const own = useLiveLists(
    SurveyResponse,
    ownTenants(session).map(({ name }) => ({ namespace: name })),
  );
  const ownOf = (survey: string) => own.items.filter(({ spec }) => spec.surveyRef === survey);
  const create = holds(session, 'operator') && (
    <Button type="primary" onClick={() => navigate('/gov/surveys/new')}>
      {t('inventory.survey.new')}
    </Button>
  );
  const list = oversees ? surveys : { ...surveys, items: surveys.items.filter(({ metadata }) => ownOf(metadata.name).length > 0) };
  return (
    <ListPage
      id="surveys"
      title={t('inventory.survey.title')}
      lead={t('inventory.survey.lead')}
      list={list}
      primary={create}
      sort="-due"
      words={({ metadata, spec }) => `${metadata.name} ${spec.displayName}`}
      empty={{ title: t('inventory.survey.empty'), hint: t('inventory.survey.emptyHint'), action: create }}
      columns={[
        {
          key: 'name',
          title: t('inventory.survey.name'),
          cell: ({ metadata, spec }) =>
            oversees ? <Link to={`/gov/surveys/${metadata.name}`}>{spec.displayName}</Link> : <span>{spec.displayName}</span>,
          text: ({ spec }) => spec.displayName,
        },
        { key: 'due', title: t('inventory.survey.due'), cell: ({ spec }) => spec.dueOn, text: ({ spec }) => spec.dueOn },
        {
          key: 'progress',
          title: t('inventory.survey.progress'),
          cell: ({ status }) => t('inventory.survey.answered', { answered: status?.answered ?? 0, asked: status?.asked ?? 0 }),
          text: ({ status }) => status?.answered ?? 0,
        },
        {
          key: 'own',
          title: t('inventory.survey.mine'),
          cell: ({ metadata }) => (
            <ul className="stack-tight" style={{ gap: 4 }}>
              {ownOf(metadata.name).map((response) => (
                <li key={response.metadata.uid} className="row">
                  <OwnLink response={response} />
                </li>
              ))}
              {ownOf(metadata.name).length === 0 && <li className="muted">—</li>}
            </ul>
          ),
        },
      ]}
    />
  );
}

function OwnLink({ response }: { response: ResponseObject }) {
  const words = useWords();
  const { metadata, status } = response;
  return (
    <>
      <Link to={`/gov/surveys/${metadata.name}/${metadata.namespace}`}>{words.t('inventory.survey.open')}</Link>
      <StateTag {...responsePhase(status?.phase, words)} />
    </>
  );
}
