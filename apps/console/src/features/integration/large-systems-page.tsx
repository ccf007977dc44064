import { LargeSystem } from '@dizuo/api';
import { Button, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';
import { largeSystemPath } from './ledger-paths.ts';
import { useKeptTenants } from './tenant-choice.tsx';
import { useDepartmentNames } from './use-department-names.ts';
import { useIntegrationList } from './use-integration-list.ts';

/** The few systems that are left, with their modules and what lives on in them. */
export function LargeSystemsPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const department = useDepartmentNames();
  const list = useIntegrationList(LargeSystem);
  const create = useKeptTenants().length > 0 && (
    <Button type="primary" onClick={() => navigate('/gov/large-systems/new')}>
      {t('ledger.large.new')}
    </Button>
  );
  return (
    <ListPage
      id="large-systems"
      title={t('ledger.large.title')}
      lead={t('ledger.large.lead')}
      list={list}
      primary={create}
      sort="name"
      words={({ metadata, spec }) => `${metadata.name} ${spec.displayName} ${department(spec.departmentRef)}`}
      empty={{ title: t('ledger.large.empty'), hint: t('ledger.large.emptyHint'), action: create }}
      columns={[
        {
          key: 'name',
          title: t('ledger.large.name'),
          path: 'spec.displayName',
          cell: (large) => (
            <>
              <Link to={largeSystemPath(large)}>{large.spec.displayName}</Link>{' '}
              {large.metadata.labels?.['dizuo/sample'] && <Tag variant="filled">{t('inventory.sample')}</Tag>}
              <div className="muted">{department(large.spec.departmentRef)}</div>
            </>
          ),
          text: ({ spec }) => spec.displayName,
        },
        {
          key: 'modules',
          title: t('ledger.large.modules'),
          cell: ({ spec }) => (
            <span className="row" style={{ gap: 4 }}>
              {(spec.modules ?? []).map((module) => (
                <Tag key={module.name} variant="filled" style={{ margin: 0 }}>
                  {module.displayName}
                </Tag>
              ))}
            </span>
          ),
          text: ({ spec }) => (spec.modules ?? []).map((module) => module.displayName).join(' '),
        },
        {
          key: 'members',
          title: t('ledger.large.members'),
          number: true,
          cell: ({ spec }) => (spec.members ?? []).length,
          text: ({ spec }) => (spec.members ?? []).length,
        },
        {
          key: 'formedFrom',
          title: t('ledger.large.replaced'),
          number: true,
          cell: ({ spec }) => (spec.formedFrom ?? []).length,
          text: ({ spec }) => (spec.formedFrom ?? []).length,
        },
        {
          key: 'age',
          title: t('ledger.at'),
          path: 'metadata.creationTimestamp',
          cell: ({ metadata }) => <When at={metadata.creationTimestamp} />,
          text: ({ metadata }) => metadata.creationTimestamp ?? '',
        },
      ]}
    />
  );
}
