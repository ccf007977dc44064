import { Survey, SurveyResponse, Tenant } from '@dizuo/api';
import { App } from 'antd';
import { Link, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { DataTable } from '../../shapes/data-table.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { fieldWord, responsePhase } from './survey-marks.ts';

/** One survey: what is asked, and how far each department is. */
export function SurveyPage() {
  const words = useWords();
  const { t } = words;
  const { survey = '' } = useParams();
  const { session } = useSession();
  const { message } = App.useApp();
  const live = useLiveObject(Survey, { name: survey });
  const responses = useLiveList(SurveyResponse, { fieldSelector: `spec.surveyRef=${survey}` });
  const tenants = useLiveList(Tenant);
  const { object } = live;
  const closed = object?.spec.closed === true;
  const tenantName = (name: string | undefined) => tenants.items.find(({ metadata }) => metadata.name === name)?.spec.displayName ?? name;
  const setClosed = async (next: boolean) => {
    await client.objects(Survey).patch({ name: survey }, { spec: { closed: next } });
    message.success(t(next ? 'inventory.survey.closedDone' : 'inventory.survey.reopened'));
  };
  return (
    <ObjectPage
      kind={Survey}
      name={survey}
      live={live}
      crumbs={[[t('inventory.survey.title'), '/gov/surveys']]}
      title={object?.spec.displayName ?? survey}
      state={{ state: closed ? 'stopped' : 'progressing', word: t(closed ? 'inventory.survey.phases.Closed' : 'inventory.survey.running') }}
      editable={holds(session, 'operator')}
      figures={[
        [t('inventory.survey.asked'), object?.status?.asked ?? 0],
        [t('inventory.survey.phases.SignedOff'), object?.status?.answered ?? 0],
        [t('inventory.survey.overdue'), object?.status?.overdue ?? 0],
        [t('inventory.survey.due'), object?.spec.dueOn ?? '—'],
      ]}
      actions={
        holds(session, 'operator')
          ? [{ key: 'close', label: t(closed ? 'inventory.survey.reopen' : 'inventory.survey.close'), run: () => void setClosed(!closed) }]
          : []
      }
      overview={
        object && (
          <div className="stack">
            <Panel flush title={t('inventory.survey.progress')}>
              <DataTable
                label={t('inventory.survey.progress')}
                rows={responses.items}
                rowKey={({ metadata }) => metadata.uid ?? ''}
                columns={[
                  {
                    key: 'tenant',
                    title: t('inventory.systems.department'),
                    cell: ({ metadata }) => (
                      <Link to={`/gov/surveys/${survey}/${metadata.namespace}`}>{tenantName(metadata.namespace)}</Link>
                    ),
                  },
                  {
                    key: 'phase',
                    title: t('inventory.systems.lifecycle'),
                    cell: ({ status }) => <StateTag {...responsePhase(status?.phase, words)} />,
                  },
                  { key: 'systems', title: t('inventory.survey.systems'), number: true, cell: ({ status }) => status?.systems ?? 0 },
                  { key: 'open', title: t('inventory.survey.incomplete'), number: true, cell: ({ status }) => status?.incomplete ?? 0 },
                  { key: 'reminded', title: t('inventory.survey.reminded'), cell: ({ status }) => <When at={status?.remindedAt} /> },
                  { key: 'signed', title: t('inventory.survey.signed'), cell: ({ status }) => <When at={status?.signedAt} /> },
                ]}
              />
            </Panel>
            <Panel title={t('inventory.survey.asks')}>
              <Facts
                of={[
                  [t('inventory.survey.guidance'), object.spec.guidance],
                  [t('inventory.survey.fields'), object.spec.fields.map((path) => fieldWord(path, words)).join(' · ')],
                ]}
              />
            </Panel>
          </div>
        )
      }
    />
  );
}
