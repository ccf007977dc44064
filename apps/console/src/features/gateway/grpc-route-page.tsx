import { GRPCRoute } from '@dizuo/api';
import { useParams } from 'react-router';
import { objectDeletion } from '../../data/object-deletion.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { BackendLinks } from './backend-links.tsx';
import { grpcCalls } from './grpc-calls.ts';
import { grpcFitsForm, grpcRouteValues } from './grpc-route-values.ts';
import { examplePath, newGrpcRule } from './grpc-rule-values.ts';
import { RouteObjectPage } from './route-object-page.tsx';
import { firstOrigin } from './route-place.ts';

/** One route of gRPC calls. */
export function GrpcRoutePage() {
  const { t } = useWords();
  const { tenant = '', route = '' } = useParams();
  const { session } = useSession();
  const live = useLiveObject(GRPCRoute, { namespace: tenant, name: route });
  const { object } = live;
  const values = object && grpcRouteValues(object);
  const isSimple = object !== undefined && grpcFitsForm(object);
  return (
    <RouteObjectPage
      kind={GRPCRoute}
      tenant={tenant}
      name={route}
      live={live}
      list={`/dev/${tenant}/routes?protocol=grpc`}
      form={isSimple ? `/dev/${tenant}/grpc-routes/${route}/edit` : undefined}
      facts={
        object
          ? [
              [t('gateway.form.host'), <Lines key="hosts" of={object.spec.hostnames ?? ['*']} />],
              [t('gateway.routes.calls'), <Lines key="calls" of={grpcCalls(object)} />],
              [t('gateway.routes.backend'), <BackendLinks key="backend" route={object} />],
            ]
          : []
      }
      start={
        values ? { method: 'POST', url: `${firstOrigin(values, session.gatewayUrl)}${examplePath(values.rules[0] ?? newGrpcRule())}` } : {}
      }
      deletion={{
        what: t('gateway.routes.grpc'),
        takes: [],
        ...(object ? objectDeletion(GRPCRoute, object) : { run: () => Promise.resolve() }),
      }}
    />
  );
}

function Lines({ of }: { of: readonly string[] }) {
  return (
    <span className="stack-tight mono" style={{ gap: 2 }}>
      {of.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}
