import { type AuthPolicy, Disposition, type HTTPRoute, type Sentence, say, systemNamespace, type Upstream } from '@dizuo/api';
import type { NewObject } from '@dizuo/kernel';
import type { DispositionObject } from './disposition.plan.ts';

/** The system that an object at the gateway was made for. */
export const systemLabel = 'integration.dizuo/system';

export interface Connection {
  name: string;
  upstream: NewObject<typeof Upstream>;
  route: NewObject<typeof HTTPRoute>;
  policy: NewObject<typeof AuthPolicy>;
}

/** What publishes a system as it stands: named after the disposition's uid, and gone with it. Pure. */
export function connectionOf(disposition: DispositionObject): Connection | Sentence {
  const { connect, systemRef, displayName } = disposition.spec;
  const { namespace, name: owner, uid = '' } = disposition.metadata;
  const address = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(connect?.address ?? '');
  const port = Number(address?.[2]);
  if (!connect || !address?.[1] || port < 1 || port > 65_535) {
    return say('ConnectAddressInvalid')`${connect?.address ?? ''} is not host:port; have the disposition sent back, or propose it anew`;
  }
  const name = `${systemRef.slice(0, 54).replace(/[.-]+$/, '')}-${uid.slice(0, 8)}`;
  const metadata = {
    name,
    namespace,
    labels: { [systemLabel]: systemRef.slice(0, 63) },
    ownerReferences: [{ apiVersion: Disposition.apiVersion, kind: 'Disposition', name: owner, uid, controller: true }],
  };
  const { host, path = '/', tls = false, signIn = 'required' } = connect;
  return {
    name,
    upstream: {
      metadata,
      spec: { ...(displayName ? { displayName } : {}), addresses: [{ host: address[1], port, tls }] },
    },
    policy: {
      metadata,
      spec: {
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }],
        require: signIn === 'optional' ? 'optional' : 'signed-in',
      },
    },
    route: {
      metadata,
      spec: {
        parentRefs: [{ name: 'default', namespace: systemNamespace }],
        hostnames: [host],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: path } }],
            backendRefs: [{ group: 'gateway.dizuo', kind: 'Upstream', name }],
          },
        ],
      },
    },
  };
}
