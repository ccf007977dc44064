import { InformationSystem, openFields, Survey, SurveyResponse } from '@dizuo/api';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { DataTable, Pager } from '../../shapes/data-table.tsx';
import { fieldWord } from '../integration/survey-marks.ts';
import { LevelTag } from '../integration/system-marks.tsx';
import { systemPath } from '../integration/systems.ts';
import { SubjectMissing, type SubjectProps } from './subject-missing.tsx';

const size = 15;

/** A department's answer: its systems, and what is still open in each. */
export function TaskSurvey({ tenant, name }: SubjectProps) {
  const words = useWords();
  const { t } = words;
  const [page, setPage] = useState(1);
  const { object, loaded } = useLiveObject(SurveyResponse, { namespace: tenant, name });
  const survey = useLiveObject(Survey, { name: object?.spec.surveyRef ?? '' }, object !== undefined);
  const systems = useLiveList(InformationSystem, { namespace: tenant });
  if (!object) return <SubjectMissing loaded={loaded} />;
  const fields = survey.object?.spec.fields ?? [];
  const rows = systems.items
    .map((system) => ({ system, missing: openFields(system.spec, fields) }))
    .toSorted((a, b) => b.missing.length - a.missing.length);
  const incomplete = rows.filter(({ missing }) => missing.length > 0).length;
  return (
    <>
      <Panel
        title={survey.object?.spec.displayName ?? object.spec.surveyRef}
        extra={<Link to={`/gov/surveys/${object.spec.surveyRef}/${tenant}`}>{t('approval.task.open')}</Link>}
      >
        <Facts
          of={[
            [t('inventory.survey.due'), object.spec.dueOn],
            [t('inventory.survey.systems'), systems.loaded ? rows.length : '—'],
            [t('inventory.survey.incomplete'), systems.loaded && survey.loaded ? incomplete : '—'],
            object.spec.comment ? [t('inventory.survey.comment'), object.spec.comment] : undefined,
          ]}
        />
      </Panel>
      <Panel flush title={t('inventory.survey.systems')}>
        <DataTable
          label={t('inventory.survey.systems')}
          rows={rows.slice((page - 1) * size, page * size)}
          rowKey={({ system }) => system.metadata.uid ?? ''}
          columns={[
            {
              key: 'name',
              title: t('inventory.systems.name'),
              cell: ({ system }) => <Link to={systemPath(tenant, system.metadata.name)}>{system.spec.displayName}</Link>,
            },
            { key: 'level', title: t('inventory.systems.level'), cell: ({ system }) => <LevelTag level={system.spec.level} /> },
            {
              key: 'missing',
              title: t('inventory.survey.missing'),
              cell: ({ missing }) => (missing.length > 0 ? missing.map((path) => fieldWord(path, words)).join(' · ') : '—'),
            },
          ]}
        />
        <Pager page={page} size={size} count={rows.length} onPage={setPage} />
      </Panel>
    </>
  );
}
