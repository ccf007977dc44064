import { AuthPolicy, HTTPRoute } from '@dizuo/api';
import { Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useListing, useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ObjectState } from '../../parts/state-tag.tsx';
import { stateOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { LiveTable } from '../../shapes/list-page.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { TabBar } from '../../shapes/tab-bar.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { useStateFilter } from '../../shapes/use-state-filter.ts';
import { BackendLinks } from './backend-links.tsx';
import { GrpcRoutes } from './grpc-routes.tsx';
import { PublishedLinks } from './published-links.tsx';
import { backendsOf, isOnRoute, publishedAddresses } from './route-values.ts';

/** What the tenant has published. */
export function RoutesPage() {
  const { t } = useWords();
  const { tenant = '' } = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const address = useAddress();
  const list = useListing(HTTPRoute, { namespace: tenant });
  const policies = useLiveList(AuthPolicy, { namespace: tenant });
  const accessOf = (route: string) => {
    const policy = policies.items.find((p) => isOnRoute(p, route));
    if (!policy) return t('gateway.routes.open');
    return t(policy.spec.require === 'optional' ? 'gateway.routes.optional' : 'gateway.routes.signIn');
  };
  const isGrpc = address.get('protocol') === 'grpc';
  const create = develops(session, tenant) && (
    <Button type="primary" onClick={() => navigate(`/dev/${tenant}/${isGrpc ? 'grpc-routes' : 'routes'}/new`)}>
      {t(isGrpc ? 'gateway.routes.newGrpc' : 'gateway.routes.new')}
    </Button>
  );
  const stateFilter = useStateFilter();
  return (
    <div className="page">
      <PageHead title={t('gateway.routes.title')} lead={t('gateway.routes.lead')} actions={(isGrpc || list.items.length > 0) && create} />
      <div style={{ marginBottom: 16 }}>
        <TabBar
          label={t('gateway.routes.title')}
          active={isGrpc ? 'grpc' : 'http'}
          onChange={(protocol) => address.set({ protocol: protocol === 'grpc' ? protocol : undefined, q: undefined, page: undefined })}
          items={[
            { key: 'http', label: t('gateway.routes.http') },
            { key: 'grpc', label: t('gateway.routes.grpc') },
          ]}
        />
      </div>
      {isGrpc ? (
        <GrpcRoutes tenant={tenant} create={create} />
      ) : (
        <LiveTable
          id="routes"
          list={list}
          sort="name"
          words={(r) => `${r.metadata.name} ${r.spec.hostnames?.join(' ') ?? ''}`}
          filters={[stateFilter]}
          empty={{ title: t('gateway.routes.empty'), hint: t('gateway.routes.emptyHint'), action: create }}
          columns={[
            {
              key: 'name',
              title: t('parts.name'),
              path: 'metadata.name',
              cell: (r) => <Link to={`/dev/${tenant}/routes/${r.metadata.name}`}>{r.metadata.name}</Link>,
              text: (r) => r.metadata.name,
            },
            { key: 'state', title: t('parts.stateLabel'), cell: (r) => <ObjectState object={r} />, text: (r) => stateOf(r) },
            {
              key: 'address',
              title: t('gateway.routes.address'),
              cell: (r) => <PublishedLinks route={r} />,
              text: (r) => publishedAddresses(r, session.gatewayUrl).join(' '),
            },
            {
              key: 'backend',
              title: t('gateway.routes.backend'),
              cell: (r) => <BackendLinks route={r} />,
              text: (r) =>
                backendsOf(r)
                  .map((b) => b.name)
                  .join(' '),
            },
            {
              key: 'access',
              title: t('gateway.routes.access'),
              cell: (r) => accessOf(r.metadata.name),
              text: (r) => accessOf(r.metadata.name),
            },
            {
              key: 'created',
              title: t('parts.created'),
              path: 'metadata.creationTimestamp',
              cell: (r) => <When at={r.metadata.creationTimestamp} />,
              text: (r) => r.metadata.creationTimestamp ?? '',
            },
          ]}
        />
      )}
    </div>
  );
}
