import { Skeleton } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';

/** The object that a task is about. */
export interface SubjectProps {
  tenant: string;
  name: string;
}

export function SubjectLoading() {
  return (
    <div className="panel panel-body" aria-busy>
      <Skeleton active title={false} paragraph={{ rows: 5 }} />
    </div>
  );
}

/** A panel about an object that is still coming, or is there no more. */
export function SubjectMissing({ loaded }: { loaded: boolean }) {
  const { t } = useWords();
  if (!loaded) return <SubjectLoading />;
  return (
    <Panel title={t('approval.task.subject')}>
      <p className="muted">{t('approval.task.noSubject')}</p>
    </Panel>
  );
}
