import { ExportOutlined } from '@ant-design/icons';
import type { HTTPRoute, KubeObject, ObjectOf } from '@dizuo/api';
import { useSession } from '../../data/session-context.tsx';
import { publishedAddresses } from './route-values.ts';

/** The addresses at which a route is reached, to be opened. */
export function PublishedLinks({ route }: { route: ObjectOf<typeof HTTPRoute> & KubeObject }) {
  const { session } = useSession();
  const addresses = publishedAddresses(route, session.gatewayUrl);
  return (
    <span className="stack-tight" style={{ gap: 2 }}>
      {addresses.map((address) => (
        <a key={address} href={address} target="_blank" rel="noreferrer" className="mono">
          {address} <ExportOutlined aria-hidden />
        </a>
      ))}
      {addresses.length === 0 && <span className="mono">{route.spec.hostnames?.join(', ')}</span>}
    </span>
  );
}
