import { Gateway, type KubeObject, type ObjectOf } from '@dizuo/api';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useListing } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ObjectState } from '../../parts/state-tag.tsx';
import { stateOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { ListPage } from '../../shapes/list-page.tsx';
import { useStateFilter } from '../../shapes/use-state-filter.ts';

type GatewayObject = ObjectOf<typeof Gateway> & KubeObject;
const listenersText = ({ spec }: GatewayObject) =>
  spec.listeners.map(({ protocol, hostname, port }) => `${protocol} ${hostname ?? '*'}:${port}`).join(', ');
const attachedRoutes = ({ status }: GatewayObject) =>
  (status?.listeners ?? []).reduce((most, { attachedRoutes }) => Math.max(most, attachedRoutes), 0);

/** Where traffic enters. */
export function GatewaysPage() {
  const { t } = useWords();
  const list = useListing(Gateway);
  const navigate = useNavigate();
  const create = (
    <Button type="primary" onClick={() => navigate('/ops/gateways/new')}>
      {t('traffic.form.title')}
    </Button>
  );
  return (
    <ListPage
      id="gateways"
      title={t('traffic.gateways.title')}
      lead={t('traffic.gateways.lead')}
      list={list}
      primary={create}
      sort="name"
      words={(g) => `${g.metadata.namespace} ${g.metadata.name} ${listenersText(g)}`}
      filters={[useStateFilter()]}
      empty={{ title: t('traffic.gateways.empty'), hint: t('traffic.gateways.emptyHint'), action: create }}
      columns={[
        {
          key: 'name',
          title: t('parts.name'),
          path: 'metadata.name',
          cell: (g) => (
            <>
              <Link to={`/ops/gateways/${g.metadata.namespace}/${g.metadata.name}`}>{g.metadata.name}</Link>
              <div className="mono muted">{g.metadata.namespace}</div>
            </>
          ),
          text: (g) => g.metadata.name,
        },
        { key: 'state', title: t('parts.stateLabel'), cell: (g) => <ObjectState object={g} />, text: (g) => stateOf(g) },
        {
          key: 'listeners',
          title: t('traffic.gateways.listeners'),
          cell: (g) => <span className="mono">{listenersText(g)}</span>,
          text: listenersText,
        },
        {
          key: 'address',
          title: t('traffic.gateways.address'),
          cell: (g) => <span className="mono">{g.status?.addresses?.[0]?.value ?? '—'}</span>,
          text: (g) => g.status?.addresses?.[0]?.value ?? '',
        },
        { key: 'routes', title: t('traffic.gateways.routes'), number: true, cell: attachedRoutes, text: attachedRoutes },
        { key: 'class', title: t('traffic.gateways.className'), optional: true, cell: (g) => g.spec.gatewayClassName },
        {
          key: 'created',
          title: t('parts.created'),
          path: 'metadata.creationTimestamp',
          cell: (g) => <When at={g.metadata.creationTimestamp} />,
          text: (g) => g.metadata.creationTimestamp ?? '',
        },
      ]}
    />
  );
}
