import { Request, ServiceClass, ServicePlan } from '@dizuo/api';
import { Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useListing, useLiveList } from '../../data/use-live.ts';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { yuanText } from '../../parts/amount.ts';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';
import { OrderPhase } from './order-phase.tsx';

const phases = ['Pending', 'SentBack', 'Delivering', 'Delivered', 'Rejected', 'Withdrawn', 'Failed'];

/** The tenant's orders. */
export function OrdersPage() {
  const { t, say, language } = useWords();
  const { tenant = '' } = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const list = useListing(Request, { namespace: tenant });
  const classes = useLiveList(ServiceClass);
  const plans = useLiveList(ServicePlan);
  const componentName = (name: string) => say(classes.items.find((c) => c.metadata.name === name)?.spec.displayName, name);
  const planName = (name: string) => say(plans.items.find((p) => p.metadata.name === name)?.spec.displayName, name);
  const order = develops(session, tenant) && (
    <Button type="primary" onClick={() => navigate(`/dev/${tenant}/market`)}>
      {t('approval.orders.new')}
    </Button>
  );

  return (
    <ListPage
      id="orders"
      title={t('approval.orders.title')}
      lead={t('approval.orders.lead')}
      list={list}
      primary={order}
      sort="-sentAt"
      words={(o) => `${o.metadata.name} ${o.spec.purpose} ${o.spec.service.instanceName} ${o.spec.requester ?? ''}`}
      empty={{ title: t('approval.orders.empty'), hint: t('approval.orders.emptyHint'), action: order }}
      filters={[
        {
          key: 'phase',
          label: t('approval.orders.phase'),
          options: phases.map((p) => ({ value: p, label: t(`approval.phase.${p}` as WordKey) })),
          field: 'status.phase',
          fits: (o, value) => o.status?.phase === value,
        },
      ]}
      columns={[
        {
          key: 'name',
          title: t('parts.name'),
          path: 'metadata.name',
          cell: (o) => (
            <Link to={`/dev/${tenant}/orders/${o.metadata.name}`} className="mono">
              {o.metadata.name}
            </Link>
          ),
          text: (o) => o.metadata.name,
        },
        { key: 'phase', title: t('approval.orders.phase'), cell: (o) => <OrderPhase order={o} />, text: (o) => o.status?.phase ?? '' },
        {
          key: 'component',
          title: t('approval.orders.component'),
          path: 'spec.service.classRef',
          cell: (o) => componentName(o.spec.service.classRef),
          text: (o) => o.spec.service.classRef,
        },
        {
          key: 'plan',
          title: t('approval.orders.plan'),
          path: 'spec.service.planRef',
          cell: (o) => planName(o.spec.service.planRef),
          text: (o) => o.spec.service.planRef,
        },
        {
          key: 'purpose',
          title: t('approval.orders.purpose'),
          cell: (o) => <span className="clamp">{o.spec.purpose}</span>,
          text: (o) => o.spec.purpose,
          width: 280,
        },
        {
          key: 'cost',
          title: t('approval.orders.cost'),
          path: 'status.monthlyCost',
          number: true,
          cell: (o) => (o.status?.monthlyCost === undefined ? '—' : yuanText(o.status.monthlyCost, language)),
          text: (o) => o.status?.monthlyCost ?? 0,
        },
        {
          key: 'requester',
          title: t('approval.orders.requester'),
          path: 'spec.requester',
          cell: (o) => o.spec.requester ?? '—',
          text: (o) => o.spec.requester ?? '',
        },
        {
          key: 'sentAt',
          title: t('approval.orders.sentAt'),
          path: 'metadata.creationTimestamp',
          cell: (o) => <When at={o.metadata.creationTimestamp} />,
          text: (o) => o.metadata.creationTimestamp ?? '',
        },
      ]}
    />
  );
}
