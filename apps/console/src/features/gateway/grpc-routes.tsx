import { GRPCRoute } from '@dizuo/api';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useListing } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ObjectState } from '../../parts/state-tag.tsx';
import { stateOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { LiveTable } from '../../shapes/list-page.tsx';
import { BackendLinks } from './backend-links.tsx';
import { grpcCalls } from './grpc-calls.ts';

/** The tenant's routes of gRPC calls. */
export function GrpcRoutes({ tenant, create }: { tenant: string; create: ReactNode }) {
  const { t } = useWords();
  const list = useListing(GRPCRoute, { namespace: tenant });
  return (
    <LiveTable
      id="grpc-routes"
      list={list}
      sort="name"
      words={(r) => `${r.metadata.name} ${r.spec.hostnames?.join(' ') ?? ''} ${grpcCalls(r).join(' ')}`}
      empty={{ title: t('gateway.routes.grpcEmpty'), hint: t('gateway.routes.grpcEmptyHint'), action: create }}
      columns={[
        {
          key: 'name',
          title: t('parts.name'),
          path: 'metadata.name',
          cell: (r) => <Link to={`/dev/${tenant}/grpc-routes/${r.metadata.name}`}>{r.metadata.name}</Link>,
          text: (r) => r.metadata.name,
        },
        { key: 'state', title: t('parts.stateLabel'), cell: (r) => <ObjectState object={r} />, text: (r) => stateOf(r) },
        {
          key: 'hosts',
          title: t('gateway.form.host'),
          cell: (r) => <span className="mono">{r.spec.hostnames?.join(' ') ?? '*'}</span>,
          text: (r) => r.spec.hostnames?.join(' ') ?? '',
        },
        {
          key: 'calls',
          title: t('gateway.routes.calls'),
          cell: (r) => <span className="mono">{grpcCalls(r).join(' ')}</span>,
          text: (r) => grpcCalls(r).join(' '),
        },
        {
          key: 'backend',
          title: t('gateway.routes.backend'),
          cell: (r) => <BackendLinks route={r} />,
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
  );
}
