import { ItProject } from '@dizuo/api';
import { Button, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';
import { verdict } from './project-checks.tsx';
import { budgetOf, categories, projectPath, projectPhase, projectPhases } from './project-values.ts';
import { moneyText } from './system-marks.tsx';
import { useKeptTenants } from './tenant-choice.tsx';
import { useDepartmentNames } from './use-department-names.ts';
import { useIntegrationList } from './use-integration-list.ts';

/** Projects and budget lines with how their checks came out and what was decided. */
export function ProjectsPage() {
  const words = useWords();
  const { t, language } = words;
  const navigate = useNavigate();
  const department = useDepartmentNames();
  const list = useIntegrationList(ItProject);
  const create = useKeptTenants().length > 0 && (
    <Button type="primary" onClick={() => navigate('/gov/projects/new')}>
      {t('project.new')}
    </Button>
  );
  return (
    <ListPage
      id="projects"
      title={t('project.title')}
      lead={t('project.lead')}
      list={list}
      primary={create}
      sort="-sentAt"
      words={({ metadata, spec }) => `${metadata.name} ${spec.displayName} ${spec.purpose} ${department(spec.departmentRef)}`}
      empty={{ title: t('project.empty'), hint: t('project.emptyHint'), action: create }}
      filters={[
        {
          key: 'phase',
          label: t('project.phase'),
          options: projectPhases.map((value) => ({ value, label: t(`project.phases.${value}`) })),
          field: 'status.phase',
          fits: (project, value) => projectPhase(project).phase === value,
        },
        {
          key: 'category',
          label: t('project.category'),
          options: categories.map((value) => ({ value, label: t(`project.categories.${value}`) })),
          field: 'spec.category',
          fits: ({ spec }, value) => spec.category === value,
        },
      ]}
      columns={[
        {
          key: 'name',
          title: t('project.name'),
          path: 'spec.displayName',
          cell: (project) => (
            <>
              <Link to={projectPath(project)}>{project.spec.displayName}</Link>{' '}
              {project.metadata.labels?.['dizuo/sample'] && <Tag variant="filled">{t('inventory.sample')}</Tag>}
              <div className="muted">{department(project.spec.departmentRef)}</div>
            </>
          ),
          text: ({ spec }) => spec.displayName,
        },
        {
          key: 'category',
          title: t('project.category'),
          path: 'spec.category',
          cell: ({ spec }) => <span className="nowrap">{t(`project.categories.${spec.category}`)}</span>,
          text: ({ spec }) => t(`project.categories.${spec.category}`),
        },
        {
          key: 'amount',
          title: t('project.amount'),
          number: true,
          cell: ({ spec }) => moneyText(budgetOf(spec), language),
          text: ({ spec }) => budgetOf(spec),
        },
        {
          key: 'result',
          title: t('project.result'),
          cell: ({ status }) => (status?.checks?.length ? verdict(status.checks, words) : '—'),
          text: ({ status }) => (status?.checks?.length ? verdict(status.checks, words) : ''),
        },
        {
          key: 'phase',
          title: t('project.phase'),
          path: 'status.phase',
          cell: (project) => {
            const { phase, state } = projectPhase(project);
            return <StateTag state={state} word={t(`project.phases.${phase}`)} />;
          },
          text: (project) => t(`project.phases.${projectPhase(project).phase}`),
        },
        {
          key: 'sentAt',
          title: t('project.sentAt'),
          path: 'metadata.creationTimestamp',
          cell: ({ metadata }) => <When at={metadata.creationTimestamp} />,
          text: ({ metadata }) => metadata.creationTimestamp ?? '',
        },
      ]}
    />
  );
}
