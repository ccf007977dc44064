import { Ledger } from '@dizuo/api';
import { Link } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import type { ExceptionObject } from './exception-values.ts';
import { paceOf, paceStates } from './ledger-pace.ts';
import { bookPath, ledgerPath } from './ledger-paths.ts';
import { useDepartmentNames } from './use-department-names.ts';

/** What is asked for, for how many, until when and why. */
export function ExceptionContent({ exception }: { exception: ExceptionObject }) {
  const { t } = useWords();
  const department = useDepartmentNames();
  const { spec, status } = exception;
  return (
    <Facts
      of={[
        [t('ledger.exception.name'), spec.displayName],
        [t('ledger.department'), department(spec.departmentRef)],
        [t('ledger.exception.cause'), t(`ledger.exception.causes.${spec.cause}`)],
        [t('ledger.exception.systems'), spec.systems ?? 1],
        [t('ledger.exception.until'), spec.until],
        [
          t('ledger.exception.reason'),
          <span key="reason" style={{ whiteSpace: 'pre-wrap' }}>
            {spec.reason}
          </span>,
        ],
        [t('ledger.exception.used'), t('ledger.exception.usedOf', { used: status?.used ?? 0, systems: spec.systems ?? 1 })],
        [t('ledger.exception.requester'), spec.requester],
      ]}
    />
  );
}

/** The systems that hold it, or held it. */
export function ExceptionHolders({ exception }: { exception: ExceptionObject }) {
  const { t } = useWords();
  const { holders = [] } = exception.spec;
  return (
    <Panel flush={holders.length > 0} title={t('ledger.exception.holders')}>
      {holders.length === 0 && <p className="muted">{t('ledger.exception.noHolders')}</p>}
      {holders.length > 0 && (
        <ul className="rows">
          {holders.map(({ kind, name }) => {
            const path = bookPath(kind, exception.metadata.namespace ?? null, name);
            return <li key={`${kind}/${name}`}>{path ? <Link to={path}>{name}</Link> : name}</li>;
          })}
        </ul>
      )}
    </Panel>
  );
}

/** How the ledger stands that an exception is about. */
export function LedgerNow({ tenant }: { tenant: string }) {
  const { t } = useWords();
  const { object: ledger } = useLiveObject(Ledger, { namespace: tenant, name: 'default' });
  if (!ledger) return null;
  const { spec, status } = ledger;
  const pace = paceOf(ledger, new Date());
  return (
    <Panel title={t('ledger.exception.ledgerNow')} extra={<Link to={ledgerPath(ledger)}>{t('ledger.book')}</Link>}>
      <Facts
        of={[
          [t('ledger.pace'), <StateTag key="pace" state={paceStates[pace]} word={t(`ledger.paces.${pace}`)} />],
          [t('ledger.count'), status?.count],
          [t('ledger.opening'), status?.opening],
          [t('ledger.target'), spec.target === undefined ? undefined : `${spec.target}${spec.targetOn ? ` · ${spec.targetOn}` : ''}`],
          [t('ledger.excepted'), status?.excepted ?? 0],
        ]}
      />
    </Panel>
  );
}
