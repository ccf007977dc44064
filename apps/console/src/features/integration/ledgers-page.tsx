import { type KubeObject, Ledger, type ObjectOf } from '@dizuo/api';
import { Button, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { ListPage } from '../../shapes/list-page.tsx';
import { paceOf, paceStates, paces } from './ledger-pace.ts';
import { ledgerPath } from './ledger-paths.ts';
import { useDepartmentNames } from './use-department-names.ts';
import { useIntegrationList } from './use-integration-list.ts';

type LedgerObject = ObjectOf<typeof Ledger> & KubeObject;

/** The ledgers of all bureaus that the reader may see: how many are left, where it began, where it shall end, and whether it keeps up. */
export function LedgersPage() {
  const { t } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const department = useDepartmentNames();
  const list = useIntegrationList(Ledger);
  const open = holds(session, 'operator') && (
    <Button type="primary" onClick={() => navigate('/gov/ledgers/new')}>
      {t('ledger.open')}
    </Button>
  );
  const paceWord = (ledger: LedgerObject) => t(`ledger.paces.${paceOf(ledger, new Date())}`);
  return (
    <ListPage
      id="ledgers"
      title={t('ledger.title')}
      lead={t('ledger.lead')}
      list={list}
      primary={open}
      sort="-count"
      words={({ metadata, spec }) => `${metadata.namespace} ${department(spec.departmentRef)}`}
      empty={{ title: t('ledger.empty'), hint: t('ledger.emptyHint'), action: open }}
      filters={[
        {
          key: 'pace',
          label: t('ledger.pace'),
          options: paces.map((value) => ({ value, label: t(`ledger.paces.${value}`) })),
          fits: (ledger, value) => paceOf(ledger, new Date()) === value,
        },
      ]}
      columns={[
        {
          key: 'department',
          title: t('ledger.department'),
          cell: (ledger) => (
            <span className="nowrap">
              <Link to={ledgerPath(ledger)}>{department(ledger.spec.departmentRef)}</Link>{' '}
              {ledger.metadata.labels?.['dizuo/sample'] && <Tag variant="filled">{t('inventory.sample')}</Tag>}
            </span>
          ),
          text: ({ spec }) => department(spec.departmentRef),
        },
        { key: 'count', title: t('ledger.count'), number: true, cell: count, text: ({ status }) => status?.count ?? 0 },
        {
          key: 'opening',
          title: t('ledger.opening'),
          number: true,
          cell: ({ status }) => status?.opening ?? '—',
          text: ({ status }) => status?.opening ?? '',
        },
        {
          key: 'target',
          title: t('ledger.target'),
          number: true,
          cell: ({ spec }) => spec.target ?? '—',
          text: ({ spec }) => spec.target ?? '',
        },
        {
          key: 'targetOn',
          title: t('ledger.targetOn'),
          cell: ({ spec }) => <span className="nowrap">{spec.targetOn ?? '—'}</span>,
          text: ({ spec }) => spec.targetOn ?? '',
        },
        {
          key: 'excepted',
          title: t('ledger.excepted'),
          number: true,
          cell: ({ status }) => status?.excepted ?? 0,
          text: ({ status }) => status?.excepted ?? 0,
        },
        {
          key: 'pace',
          title: t('ledger.pace'),
          cell: (ledger) => (
            <span title={t('ledger.paceHint')}>
              <StateTag state={paceStates[paceOf(ledger, new Date())]} word={paceWord(ledger)} />
            </span>
          ),
          text: paceWord,
        },
      ]}
    />
  );
}

const count = ({ status }: LedgerObject) => <strong>{status?.count ?? '—'}</strong>;
