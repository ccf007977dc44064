import type { HumanTask, KubeObject, ObjectOf } from '@dizuo/api';
import { Link } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { taskPath } from './inbox-path.ts';
import { isOpen } from './task-openness.ts';

type Task = ObjectOf<typeof HumanTask> & KubeObject;

/** Tasks as rows that lead to their pages. */
export function TaskRows({ tasks }: { tasks: readonly Task[] }) {
  const { t, say } = useWords();
  const { session } = useSession();
  const tenantName = (name: string | undefined) => session.tenants.find((x) => x.name === name)?.displayName ?? name ?? '';
  return (
    <ul className="rows">
      {tasks.map((task) => (
        <li key={task.metadata.uid} className="row-between">
          <div style={{ minWidth: 0, flex: '1 1 240px' }}>
            <Link className="row-title" to={taskPath(session, task)}>
              {say(task.spec.title)}
            </Link>
            <div className="muted">
              {t(`approval.kind.${kindWord(task.spec.subject.kind)}`)} ·{' '}
              {t('approval.inbox.from', { tenant: tenantName(task.metadata.namespace) })} · <When at={task.metadata.creationTimestamp} />
            </div>
          </div>
          <TaskState task={task} />
        </li>
      ))}
    </ul>
  );
}

const kinds = ['Request', 'LedgerException', 'Disposition', 'ItProject', 'SurveyResponse'] as const;
const kindWord = (kind: string) => kinds.find((known) => known === kind) ?? 'other';

function TaskState({ task }: { task: Task }) {
  const { t } = useWords();
  if (task.spec.outcome === 'approve') return <StateTag state="ready" word={t('approval.outcome.approve')} />;
  if (task.spec.outcome)
    return <StateTag state={task.spec.outcome === 'reject' ? 'failed' : 'pending'} word={t(`approval.outcome.${task.spec.outcome}`)} />;
  if (!isOpen(task)) return <StateTag state="stopped" />;
  if (task.spec.dueAt && Date.parse(task.spec.dueAt) < Date.now()) return <StateTag state="degraded" word={t('approval.inbox.overdue')} />;
  return <StateTag state="pending" />;
}
