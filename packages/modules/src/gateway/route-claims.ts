import { say, systemNamespace } from '@dizuo/api';
import type { RouteObject } from './backend-reference.ts';
import { grpcPath } from './grpc-route.compile.ts';
import { type Claim, HostClaims } from './host-claims.ts';
import type { Refusal } from './route-attachment.ts';

/**
 * Takes hosts and paths for routes, oldest first, unless a route of another namespace has them. The platform's own routes give way to
 * none and bar none.
 */
export class RouteClaims {
  readonly #claims = new HostClaims();

  take(route: RouteObject, gateway: string, hosts: ReadonlySet<string>): Refusal | undefined {
    const namespace = route.metadata.namespace ?? '';
    if (namespace === systemNamespace) return undefined;
    const wanted = claimsOf(route, gateway, [...hosts]);
    const taken = wanted.find((c) => this.#claims.conflict(c, namespace) !== undefined);
    if (taken) {
      const message = say(
        'HostClaimed',
      )`${taken.host || 'every host'} ${taken.path} is published by another namespace already; choose another host name or path`;
      return { reason: 'HostClaimed', message };
    }
    for (const c of wanted) this.#claims.add(c, namespace);
    return undefined;
  }
}

/** What a route claims on these hosts. A regular expression claims them whole: what it matches cannot be told from others' paths. */
export function claimsOf(route: RouteObject, gateway: string, hosts: readonly string[]): Claim[] {
  const paths = new Set(pathsOf(route).map(({ type, value }) => (type === 'RegularExpression' ? '/' : value)));
  return hosts.flatMap((host) => [...paths].map((path) => ({ gateway, host, path })));
}

function pathsOf(route: RouteObject): { type?: string; value: string }[] {
  if (route.kind === 'GRPCRoute') {
    const { rules = [] } = route.spec as { rules?: { matches?: { method?: Parameters<typeof grpcPath>[0] }[] }[] };
    return rules.flatMap(({ matches }) => (matches?.length ? matches : [{}]).map(({ method }) => grpcPath(method)));
  }
  const { rules = [] } = route.spec as { rules?: { matches?: { path?: { type?: string; value?: string } }[] }[] };
  return rules.flatMap(({ matches }) =>
    (matches ?? []).map(({ path }) => ({ ...(path?.type ? { type: path.type } : {}), value: path?.value ?? '/' })),
  );
}
