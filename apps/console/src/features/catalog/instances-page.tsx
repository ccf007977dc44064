import { ServiceClass, ServiceInstance, ServicePlan } from '@dizuo/api';
import { Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useListing, useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ObjectState } from '../../parts/state-tag.tsx';
import { stateOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';
import { useStateFilter } from '../../shapes/use-state-filter.ts';
import { endpointText } from './endpoint-text.ts';

/** The tenant's delivered components. */
export function InstancesPage() {
  const { t, say } = useWords();
  const { tenant = '' } = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const list = useListing(ServiceInstance, { namespace: tenant });
  const classes = useLiveList(ServiceClass);
  const plans = useLiveList(ServicePlan);
  const className = (name: string) => say(classes.items.find((c) => c.metadata.name === name)?.spec.displayName, name);
  const planName = (name: string) => say(plans.items.find((p) => p.metadata.name === name)?.spec.displayName, name);
  const market = develops(session, tenant) && (
    <Button type="primary" onClick={() => navigate(`/dev/${tenant}/market`)}>
      {t('catalog.instance.toMarket')}
    </Button>
  );
  return (
    <ListPage
      id="instances"
      title={t('catalog.instance.title')}
      lead={t('catalog.instance.lead')}
      list={list}
      primary={market}
      sort="name"
      words={(i) => `${i.metadata.name} ${i.spec.displayName ?? ''}`}
      filters={[useStateFilter()]}
      empty={{ title: t('catalog.instance.empty'), hint: t('catalog.instance.emptyHint'), action: market }}
      columns={[
        {
          key: 'name',
          title: t('parts.name'),
          path: 'metadata.name',
          cell: (i) => (
            <>
              <Link to={`/dev/${tenant}/instances/${i.metadata.name}`}>{i.spec.displayName ?? i.metadata.name}</Link>
              {i.spec.displayName && <div className="mono muted">{i.metadata.name}</div>}
            </>
          ),
          text: (i) => i.metadata.name,
        },
        { key: 'state', title: t('parts.stateLabel'), cell: (i) => <ObjectState object={i} />, text: (i) => stateOf(i) },
        {
          key: 'class',
          title: t('catalog.instance.class'),
          path: 'spec.classRef',
          cell: (i) => className(i.spec.classRef),
          text: (i) => i.spec.classRef,
        },
        {
          key: 'plan',
          title: t('catalog.instance.plan'),
          path: 'spec.planRef',
          cell: (i) => planName(i.spec.planRef),
          text: (i) => i.spec.planRef,
        },
        {
          key: 'endpoint',
          title: t('catalog.instance.endpoint'),
          cell: (i) => <span className="mono">{endpointText(i.status?.endpoint)}</span>,
          text: (i) => endpointText(i.status?.endpoint),
        },
        {
          key: 'created',
          title: t('parts.created'),
          path: 'metadata.creationTimestamp',
          cell: (i) => <When at={i.metadata.creationTimestamp} />,
          text: (i) => i.metadata.creationTimestamp ?? '',
        },
      ]}
    />
  );
}
