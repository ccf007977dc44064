import { HumanTask, type KubeObject, type ObjectOf, Request, ServicePlan } from '@dizuo/api';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { myTasks } from './my-work.ts';
import { OrderContent } from './order-content.tsx';
import { OrderCost } from './order-cost.tsx';
import { ProcessPanel } from './process-panel.tsx';
import { isOpen } from './task-openness.ts';

type Task = ObjectOf<typeof HumanTask> & KubeObject;
type Outcome = NonNullable<Task['spec']['outcome']>;

/** One decision: what is asked, what it costs, and approve, reject or send back. */
export function TaskPage() {
  const { t, say } = useWords();
  const { tenant = '', task: name = '' } = useParams();
  const live = useLiveObject(HumanTask, { namespace: tenant, name });
  const task = live.object;
  const subject = task?.spec.subject;
  const order = useLiveObject(Request, { namespace: tenant, name: subject?.name ?? '' }, subject?.kind === 'Request');
  const plan = useLiveObject(ServicePlan, { name: order.object?.spec.service.planRef ?? '' }, order.object !== undefined);

  return (
    <ObjectPage
      kind={HumanTask}
      name={name}
      live={live}
      crumbs={[[t('approval.inbox.title'), '/ops/inbox']]}
      title={task && say(task.spec.title)}
      state={task && stateOfTask(task)}
      editable={false}
      overview={
        task && (
          <div className="columns">
            <div className="stack">
              <Panel title={t('approval.task.request')}>
                {order.object ? (
                  <OrderContent order={order.object} />
                ) : (
                  <p className="muted">{order.loaded ? t('approval.task.noSubject') : t('parts.list.loading')}</p>
                )}
              </Panel>
              <Decide key={task.metadata.uid} task={task} />
              <ProcessPanel namespace={tenant} name={task.spec.processInstanceRef} />
            </div>
            <div className="stack">
              {order.object && plan.object && (
                <OrderCost
                  tenant={tenant}
                  plan={plan.object}
                  parameters={order.object.spec.service.parameters ?? {}}
                  months={order.object.spec.durationMonths}
                />
              )}
            </div>
          </div>
        )
      }
    />
  );
}

function stateOfTask(task: Task) {
  if (isOpen(task)) return { state: 'pending' as const };
  return { state: task.spec.outcome === 'approve' ? ('ready' as const) : ('stopped' as const) };
}

const needsReason = (outcome: Outcome) => outcome === 'reject' || outcome === 'sendBack';

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

  if (!isOpen(task)) return <Decided task={task} />;
  if (task.spec.subject.kind === 'Request' && task.spec.outcomes.every((outcome) => outcome === 'submit')) return <Resend task={task} />;
  return (
    <Panel title={t('approval.task.decide')}>
      <Field
        id="comment"
        label={t('approval.task.comment')}
        help={t('approval.task.commentHelp')}
        error={missing ? t('approval.task.commentDue') : undefined}
      >
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 3, maxRows: 8 }}
            maxLength={2000}
            value={comment}
            onChange={(event) => {
              setComment(event.target.value);
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
  const all = useLiveList(HumanTask);
  const { session } = useSession();
  const next = myTasks(all.items, session)[0];
  return (
    <Panel title={t('approval.task.closed')}>
      <div className="stack-tight">
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
          <Link to="/ops/inbox">{t('approval.task.toInbox')}</Link>
          {next && <Link to={`/ops/inbox/${next.metadata.namespace}/${next.metadata.name}`}>{t('approval.task.next')}</Link>}
        </span>
      </div>
    </Panel>
  );
}

/** A sent-back order goes on when it is changed, so the way on is its form. */
function Resend({ task }: { task: Task }) {
  const { t } = useWords();
  return (
    <Panel title={t('approval.task.decide')}>
      <p>{t('approval.task.resend')}</p>
      <Link to={`/dev/${task.metadata.namespace}/orders/${task.spec.subject.name}/edit`}>{t('approval.order.edit')}</Link>
    </Panel>
  );
}
