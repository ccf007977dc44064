import { HumanTask, type KubeObject, type ObjectOf } from '@dizuo/api';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { reach, useLiveLists } from '../../data/use-live-lists.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PlainTextArea } from '../../parts/plain-input.tsx';
import { When } from '../../parts/when.tsx';
import { inboxPath, taskPath } from './inbox-path.ts';
import { mayDecide, myTasks } from './my-work.ts';
import { isOpen } from './task-openness.ts';

type Task = ObjectOf<typeof HumanTask> & KubeObject;
type Outcome = NonNullable<Task['spec']['outcome']>;

const needsReason = (outcome: Outcome) => outcome === 'reject' || outcome === 'sendBack';

/** What the reader does about a task: decide, change what was sent back, or see what was decided. */
export function TaskDecide({ task }: { task: Task }) {
  const { session } = useSession();
  if (!isOpen(task)) return <Decided task={task} />;
  if (!mayDecide(task, session)) return <Waiting task={task} />;
  if (task.spec.outcomes.every((outcome) => outcome === 'submit')) return <Answer task={task} />;
  return <Decide task={task} />;
}

function Decide({ task }: { task: Task }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState<Outcome>();
  const [error, setError] = useState<unknown>();
  const { namespace = '', name } = task.metadata;

  const decide = async (outcome: Outcome) => {
    if (needsReason(outcome) && comment.trim() === '') {
      setMissing(true);
      document.getElementById('comment')?.focus();
      return;
    }
    setBusy(outcome);
    setError(undefined);
    try {
      const spec = { outcome, ...(comment.trim() ? { comment: comment.trim() } : {}) };
      await client.objects(HumanTask).patch({ namespace, name }, { metadata: { resourceVersion: task.metadata.resourceVersion }, spec });
      message.success(t('approval.task.done', { outcome: t(`approval.outcome.${outcome}`) }));
    } catch (failure) {
      setError(failure);
    }
    setBusy(undefined);
  };

  return (
    <Panel title={t('approval.task.decide')}>
      <Field
        id="comment"
        label={t('approval.task.comment')}
        help={t('approval.task.commentHelp')}
        error={missing ? t('approval.task.commentDue') : undefined}
      >
        {(control) => (
          <PlainTextArea
            {...control}
            rows={3}
            maxLength={2000}
            value={comment}
            onChange={(text) => {
              setComment(text);
              setMissing(false);
            }}
          />
        )}
      </Field>
      {error !== undefined && (
        <div style={{ marginBottom: 16 }}>
          <ErrorNotice error={error} />
        </div>
      )}
      <div className="decide">
        {task.spec.outcomes.map((outcome) => (
          <Button
            key={outcome}
            type={outcome === 'approve' || outcome === 'submit' ? 'primary' : 'default'}
            danger={outcome === 'reject'}
            loading={busy === outcome}
            disabled={busy !== undefined && busy !== outcome}
            onClick={() => decide(outcome)}
          >
            {t(`approval.outcome.${outcome}`)}
          </Button>
        ))}
      </div>
    </Panel>
  );
}

function Decided({ task }: { task: Task }) {
  const { t } = useWords();
  const { outcome, comment, completedBy, completedAt } = task.spec;
  const { session } = useSession();
  const all = useLiveLists(HumanTask, reach(session));
  const next = myTasks(all.items, session)[0];
  return (
    <Panel title={t('approval.task.closed')}>
      <div className="stack-tight" role="status">
        <strong>
          {outcome
            ? t('approval.task.closedBy', { who: completedBy ?? '', outcome: t(`approval.outcome.${outcome}`) })
            : t('approval.task.cancelled')}
        </strong>
        {completedAt && (
          <span className="muted">
            <When at={completedAt} />
          </span>
        )}
        {comment && <p style={{ whiteSpace: 'pre-wrap' }}>{comment}</p>}
        <span className="row">
          <Link to={inboxPath(session)}>{t('approval.task.toInbox')}</Link>
          {next && <Link to={taskPath(session, next)}>{t('approval.task.next')}</Link>}
        </span>
      </div>
    </Panel>
  );
}

/** Somebody else decides. */
function Waiting({ task }: { task: Task }) {
  const { t } = useWords();
  const { candidateRoles = [], candidateUsers = [] } = task.spec;
  const who = [...candidateUsers, ...candidateRoles.map((role) => t(`access.roles.${role as 'operator'}`))].join('、');
  return (
    <Panel title={t('approval.task.decide')}>
      <p>{t('approval.task.waitsFor', { who })}</p>
    </Panel>
  );
}

/** What was sent back, or has ended, goes on when it is changed: the way on is its form. */
function Answer({ task }: { task: Task }) {
  const { t } = useWords();
  const { namespace = '' } = task.metadata;
  const { kind, name } = task.spec.subject;
  const forms: Readonly<Record<string, string>> = {
    Request: `/dev/${namespace}/orders/${name}/edit`,
    LedgerException: `/gov/exceptions/${namespace}/${name}`,
    ItProject: `/gov/projects/${namespace}/${name}/edit`,
    Disposition: `/gov/decisions/${namespace}/${name}/edit`,
    SurveyResponse: `/gov/surveys/${name}/${namespace}`,
  };
  const path = forms[kind];
  const said = kind === 'LedgerException' ? t('approval.task.renew') : t('approval.task.resend');
  return (
    <Panel title={t('approval.task.decide')}>
      <div className="stack-tight">
        <p>{said}</p>
        {path && (
          <Link className="row-title" to={path}>
            {t(kind === 'LedgerException' ? 'approval.task.open' : 'approval.order.edit')}
          </Link>
        )}
      </div>
    </Panel>
  );
}
