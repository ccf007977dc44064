import { annotations, type ObjectOf, Request } from '@dizuo/api';
import { App, Button } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { yuanText } from '../../parts/amount.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { whyNotReady } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { type ObjectAction, ObjectPage } from '../../shapes/object-page.tsx';
import { PdfButton } from '../printing/pdf-button.tsx';
import { DecisionHistory } from './decision-history.tsx';
import { OrderContent } from './order-content.tsx';
import { orderState } from './order-phase.tsx';
import { ProcessPanel } from './process-panel.tsx';

/** One order: how far it is, what was decided and why, and what its sender can do next. */
export function OrderPage() {
  const { t, language } = useWords();
  const { tenant = '', order = '' } = useParams();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const key = { namespace: tenant, name: order };
  const live = useLiveObject(Request, key);
  const { object } = live;
  const phase = object?.status?.phase;
  const undecided = phase === undefined || phase === 'Pending' || phase === 'SentBack';
  const state = object && orderState(object);

  const withdraw = () =>
    modal.confirm({
      title: t('approval.order.withdrawSure', { name: order }),
      content: t('approval.order.withdrawHint'),
      okText: t('approval.order.withdraw'),
      cancelText: t('parts.cancel'),
      onOk: async () => {
        try {
          await client.objects(Request).patch(key, { spec: { withdrawn: true } });
          message.success(t('approval.order.withdrawn'));
        } catch (error) {
          modal.error({ icon: null, content: <ErrorNotice error={error} /> });
        }
      },
    });

  const retry = async () => {
    try {
      await client.objects(Request).patch(key, { metadata: { annotations: { [annotations.retry]: new Date().toISOString() } } });
      message.success(t('approval.order.retried'));
    } catch (error) {
      modal.error({ icon: null, content: <ErrorNotice error={error} /> });
    }
  };
  const edit = () => navigate(`/dev/${tenant}/orders/${order}/edit`);
  const instance = object?.status?.instanceRef;
  const actions: (ObjectAction | false)[] = develops(session, tenant)
    ? [
        instance !== undefined && {
          key: 'instance',
          label: t('approval.order.instance'),
          run: () => navigate(`/dev/${tenant}/instances/${instance}`),
          primary: true,
        },
        phase === 'SentBack' && { key: 'edit', label: t('approval.order.edit'), run: edit, primary: true },
        phase === 'Failed' && { key: 'retry', label: t('approval.order.retry'), run: () => void retry(), primary: true },
        undecided && { key: 'withdraw', label: t('approval.order.withdraw'), run: withdraw },
        (phase === 'Rejected' || phase === 'Withdrawn') && {
          key: 'again',
          label: t('approval.order.again'),
          run: () =>
            navigate(`/dev/${tenant}/orders/new?class=${object?.spec.service.classRef ?? ''}&plan=${object?.spec.service.planRef ?? ''}`),
        },
      ]
    : [];

  return (
    <ObjectPage
      kind={Request}
      name={order}
      live={live}
      crumbs={[[t('approval.orders.title'), `/dev/${tenant}/orders`]]}
      title={object?.spec.service.displayName ?? object?.spec.service.instanceName ?? order}
      state={state && { state: state.state, word: t(state.key) }}
      figures={[
        [t('approval.orders.cost'), object?.status?.monthlyCost === undefined ? '—' : yuanText(object.status.monthlyCost, language)],
        [t('approval.orders.months'), t('catalog.order.months', { n: object?.spec.durationMonths ?? 0 })],
        [t('approval.orders.requester'), object?.spec.requester ?? '—'],
        [t('approval.orders.sentAt'), <When key="at" at={object?.metadata.creationTimestamp} />],
      ]}
      actions={actions.filter((action) => action !== false)}
      extra={<PdfButton path={`/print/orders/${tenant}/${order}`} name={`${t('printing.order.title')} ${order}`} />}
      notice={object && <OrderNotice order={object} />}
      editable={false}
      overview={
        object && (
          <div className="columns">
            <div className="stack">
              <ProcessPanel namespace={tenant} name={object.status?.processInstanceRef} />
            </div>
            <div className="stack">
              <Panel title={t('approval.order.content')}>
                <OrderContent order={object} />
              </Panel>
              <DecisionHistory decisions={object.status?.decisions} />
              {phase === 'SentBack' && develops(session, tenant) && (
                <Button type="primary" onClick={edit}>
                  {t('approval.order.edit')}
                </Button>
              )}
            </div>
          </div>
        )
      }
    />
  );
}

const notices: Partial<Record<string, WordKey>> = {
  Pending: 'approval.order.pendingNotice',
  SentBack: 'approval.order.sentBackNotice',
  Rejected: 'approval.order.rejectedNotice',
  Approved: 'approval.order.deliveringNotice',
  Delivering: 'approval.order.deliveringNotice',
  Delivered: 'approval.order.deliveredNotice',
  Failed: 'approval.order.failedNotice',
};
const edges: Partial<Record<string, string>> = {
  Rejected: 'failed',
  Failed: 'failed',
  SentBack: 'pending',
  Pending: 'pending',
  Delivered: 'ready',
};

/** What is going on and what to do next. */
function OrderNotice({ order }: { order: ObjectOf<typeof Request> }) {
  const { t } = useWords();
  const words = useServerWords();
  const phase = order.status?.phase ?? '';
  const word = notices[phase];
  if (!word) return null;
  const comment = order.status?.decisions?.at(-1)?.comment ?? '';
  return (
    <div className="notice" role="status" style={{ borderLeftColor: `var(--${edges[phase] ?? 'progressing'})` }}>
      {t(word, { comment, why: words.told(whyNotReady(order)) })}
      {phase === 'SentBack' && comment && <p className="muted">{comment}</p>}
    </div>
  );
}
