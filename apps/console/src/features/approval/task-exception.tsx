import { LedgerException } from '@dizuo/api';
import { Link } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { ExceptionContent, ExceptionHolders, LedgerNow } from '../integration/exception-content.tsx';
import { exceptionPath } from '../integration/exception-values.ts';
import { SubjectMissing, type SubjectProps } from './subject-missing.tsx';

/** A ledger exception, with the ledger that it is about and what holds it. */
export function TaskException({ tenant, name }: SubjectProps) {
  const { t } = useWords();
  const { object, loaded } = useLiveObject(LedgerException, { namespace: tenant, name });
  if (!object) return <SubjectMissing loaded={loaded} />;
  return (
    <>
      <Panel title={t('ledger.exceptions')} extra={<Link to={exceptionPath(object)}>{t('approval.task.open')}</Link>}>
        <ExceptionContent exception={object} />
      </Panel>
      <LedgerNow tenant={tenant} />
      {object.spec.holders?.length ? <ExceptionHolders exception={object} /> : null}
    </>
  );
}
