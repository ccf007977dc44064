import type { Condition, KubeObject } from '@dizuo/api';

/** Manifests as the Kubernetes Gateway API writes them, in short. */

export const infra = 'infra';
export const gatewayApi = 'gateway.networking.k8s.io';

type Spec = Record<string, unknown>;

/** An object with a spec, as it comes back from the API. */
export interface Manifest extends KubeObject {
  spec: Spec;
  status?: {
    conditions?: Condition[];
    addresses?: { type?: string; value: string }[];
    listeners?: ListenerStatus[];
    parents?: { parentRef: Spec; controllerName: string; conditions: Condition[] }[];
    supportedFeatures?: { name: string }[];
  };
}

export interface ListenerStatus {
  name: string;
  supportedKinds: { group?: string; kind: string }[];
  attachedRoutes: number;
  conditions: Condition[];
}

const object = (apiVersion: string, kind: string, name: string, namespace: string | undefined, spec: Spec): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}) },
  spec,
});

export interface ListenerSpec {
  name: string;
  port: number;
  protocol: string;
  hostname?: string;
  tls?: Spec;
  allowedRoutes?: Spec;
}

export const http = (name: string, more: Partial<ListenerSpec> = {}): ListenerSpec => ({
  name,
  port: 80,
  protocol: 'HTTP',
  allowedRoutes: { namespaces: { from: 'Same' } },
  ...more,
});

/** `secret`: a certificate in a Secret of the Gateway's namespace, or a reference to another. */
export const https = (name: string, secret: string | Spec, more: Partial<ListenerSpec> = {}): ListenerSpec => ({
  name,
  port: 443,
  protocol: 'HTTPS',
  allowedRoutes: { namespaces: { from: 'Same' } },
  tls: { certificateRefs: [typeof secret === 'string' ? { group: '', kind: 'Secret', name: secret } : secret] },
  ...more,
});

export const gateway = (name: string, listeners: ListenerSpec[], more: Spec = {}) =>
  object(`${gatewayApi}/v1`, 'Gateway', name, infra, { gatewayClassName: 'dizuo', listeners, ...more });

type ParentRef = string | { name: string; namespace?: string; sectionName?: string; port?: number; kind?: string };

export interface RouteOptions {
  parents?: ParentRef[];
  hostnames?: string[];
  namespace?: string;
}

export const httpRoute = (name: string, rules: Spec[], options: RouteOptions = {}) => route('HTTPRoute', name, rules, options);
export const grpcRoute = (name: string, rules: Spec[], options: RouteOptions = {}) => route('GRPCRoute', name, rules, options);

function route(kind: string, name: string, rules: Spec[], { parents = ['same-namespace'], hostnames, namespace = infra }: RouteOptions) {
  const parentRefs = parents.map((ref) => (typeof ref === 'string' ? { name: ref } : ref));
  return object(`${gatewayApi}/v1`, kind, name, namespace, { parentRefs, ...(hostnames ? { hostnames } : {}), rules });
}

/** Leave for `from` (kind and namespace) to name objects of `namespace`. */
export const grant = (name: string, namespace: string, from: Spec, to: Spec) =>
  object(`${gatewayApi}/v1beta1`, 'ReferenceGrant', name, namespace, {
    from: [{ group: gatewayApi, ...from }],
    to: [{ group: '', ...to }],
  });

/** A backend as manifests written elsewhere name it: a Service of that name. */
export const to = (name: string, more: Spec = {}) => ({ name, port: 8080, ...more });

export const prefix = (value: string) => ({ path: { type: 'PathPrefix', value } });
export const exact = (value: string) => ({ path: { type: 'Exact', value } });
export const pairs = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }));

/** A rule for a path prefix. */
export const under = (path: string, more: Spec) => ({ matches: [prefix(path)], ...more });

export const redirect = (requestRedirect: Spec) => ({ filters: [{ type: 'RequestRedirect', requestRedirect }] });
export const rewrite = (urlRewrite: Spec) => ({ type: 'URLRewrite', urlRewrite });
export const full = (value: string) => ({ path: { type: 'ReplaceFullPath', replaceFullPath: value } });
export const replaced = (value: string) => ({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch: value } });

interface Changes {
  set?: Record<string, string>;
  add?: Record<string, string>;
  remove?: string[];
}
const modifier = ({ set = {}, add = {}, remove = [] }: Changes) => ({ set: pairs(set), add: pairs(add), remove });
export const requestHeaders = (changes: Changes) => ({ type: 'RequestHeaderModifier', requestHeaderModifier: modifier(changes) });
export const responseHeaders = (changes: Changes) => ({ type: 'ResponseHeaderModifier', responseHeaderModifier: modifier(changes) });
export const mirror = (name: string, more: Spec = {}) => ({ type: 'RequestMirror', requestMirror: { backendRef: to(name), ...more } });
