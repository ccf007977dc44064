import { InformationSystem, openFields, Survey, SurveyResponse } from '@dizuo/api';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PlainTextArea } from '../../parts/plain-input.tsx';
import { DataTable, Pager } from '../../shapes/data-table.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { fieldWord, responsePhase } from './survey-marks.ts';
import { LevelTag } from './system-marks.tsx';
import { systemPath } from './systems.ts';

const size = 20;

/** A department's part in a survey: what is still open, system by system, and saying that it is done. */
export function SurveyResponsePage() {
  const words = useWords();
  const { t } = words;
  const { survey = '', tenant = '' } = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const address = useAddress();
  const live = useLiveObject(SurveyResponse, { namespace: tenant, name: survey });
  const asked = useLiveObject(Survey, { name: survey });
  const systems = useLiveList(InformationSystem, { namespace: tenant });
  const { object } = live;
  const phase = object?.status?.phase ?? 'Open';
  const fields = asked.object?.spec.fields ?? [];
  const open = systems.items
    .map((system) => ({ system, missing: openFields(system.spec, fields) }))
    .filter(({ missing }) => missing.length > 0);
  const page = Number(address.get('page')) || 1;
  const mayAnswer = holds(session, 'tenant-admin', tenant) && (phase === 'Open' || phase === 'SentBack');
  return (
    <ObjectPage
      kind={SurveyResponse}
      name={survey}
      live={live}
      crumbs={[[t('inventory.survey.title'), '/gov/surveys']]}
      title={asked.object?.spec.displayName ?? survey}
      state={responsePhase(phase, words)}
      editable={false}
      figures={[
        [t('inventory.survey.due'), object?.spec.dueOn ?? '—'],
        [t('inventory.survey.systems'), systems.loaded ? systems.items.length : '—'],
        [t('inventory.survey.incomplete'), systems.loaded && asked.loaded ? open.length : '—'],
      ]}
      actions={
        holds(session, 'tenant-admin', tenant)
          ? [
              { key: 'new', label: t('inventory.systems.new'), run: () => navigate(`/gov/systems/new?tenant=${tenant}`) },
              { key: 'import', label: t('inventory.systems.import'), run: () => navigate(`/gov/systems/import?tenant=${tenant}`) },
            ]
          : []
      }
      notice={
        <div className="stack">
          {phase === 'SentBack' && (
            <Alert type="warning" showIcon message={t('inventory.survey.sentBack')} description={object?.status?.comment ?? ''} />
          )}
          {asked.object?.spec.guidance && <Alert type="info" showIcon message={asked.object.spec.guidance} />}
        </div>
      }
      overview={
        <div className="stack">
          {mayAnswer && object && <Submission tenant={tenant} survey={survey} open={open.length} again={phase === 'SentBack'} />}
          <Panel flush title={t('inventory.survey.openFields', { n: open.length })}>
            {open.length === 0 && <p className="panel-body muted">{t('inventory.survey.allFilled')}</p>}
            {open.length > 0 && (
              <DataTable
                label={t('inventory.survey.incomplete')}
                rows={open.slice((page - 1) * size, page * size)}
                rowKey={({ system }) => system.metadata.uid ?? ''}
                columns={[
                  {
                    key: 'name',
                    title: t('inventory.systems.name'),
                    cell: ({ system }) => (
                      <Link to={`${systemPath(tenant, system.metadata.name)}${mayAnswer ? '/edit' : ''}`}>{system.spec.displayName}</Link>
                    ),
                  },
                  { key: 'level', title: t('inventory.systems.level'), cell: ({ system }) => <LevelTag level={system.spec.level} /> },
                  {
                    key: 'missing',
                    title: t('inventory.survey.missing'),
                    cell: ({ missing }) => missing.map((path) => fieldWord(path, words)).join(' · '),
                  },
                ]}
              />
            )}
            <Pager
              page={page}
              size={size}
              count={open.length}
              onPage={(next) => address.set({ page: next > 1 ? String(next) : undefined })}
            />
          </Panel>
        </div>
      }
    />
  );
}

function Submission({ tenant, survey, open, again }: { tenant: string; survey: string; open: number; again: boolean }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [comment, setComment] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const needed = open > 0 || again;
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const spec = { submitted: true, ...(comment.trim() ? { comment: comment.trim() } : {}) };
      await client.objects(SurveyResponse).patch({ namespace: tenant, name: survey }, { spec });
      message.success(t('inventory.survey.submittedDone'));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title={t('inventory.survey.submitTitle')}>
      <div className="stack">
        <Field id="spec.comment" label={t('inventory.survey.comment')} required={needed} help={t('inventory.survey.commentHelp')}>
          {({ status, ...control }) => (
            <PlainTextArea {...control} status={status} maxLength={2000} rows={2} value={comment} onChange={(text) => setComment(text)} />
          )}
        </Field>
        {error !== undefined && <ErrorNotice error={error} />}
        <div>
          <Button type="primary" loading={busy} disabled={needed && !comment.trim()} onClick={() => void submit()}>
            {t(again ? 'inventory.survey.submitAgain' : 'inventory.survey.submit')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
