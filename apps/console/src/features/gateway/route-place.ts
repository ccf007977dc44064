import { defaultGatewayName, type KubeObject, systemNamespace } from '@dizuo/api';
import { nameRule } from '../../parts/name-rule.ts';
import type { Problems } from '../../shapes/use-object-form.ts';

interface ParentRef {
  name: string;
  namespace?: string;
  sectionName?: string;
}

interface PlacedSpec {
  parentRefs?: ParentRef[] | undefined;
  hostnames?: string[] | undefined;
}

/** Where a route is published, of either kind. */
export interface PlaceValues {
  name: string;
  /** Host names, one on a line; none: all of the gateways' listeners. */
  hosts: string;
  /** `namespace/name`. */
  gateways: string[];
}

export const defaultGateway = `${systemNamespace}/${defaultGatewayName}`;
export const newPlace: PlaceValues = { name: '', hosts: '', gateways: [defaultGateway] };

/** Pure. */
export function placeValues({ metadata, spec }: Pick<KubeObject, 'metadata'> & { spec: PlacedSpec }): PlaceValues {
  return {
    name: metadata.name,
    hosts: spec.hostnames?.join('\n') ?? '',
    gateways: [...new Set((spec.parentRefs ?? []).map((ref) => gatewayOf(ref, metadata.namespace)))],
  };
}

export interface PlaceWords {
  due: string;
  nameRule: string;
  hostRule: string;
}

const hostRule = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What is wrong, by path. Pure. */
export function placeProblems(values: PlaceValues, words: PlaceWords): Problems {
  const found: Problems = {};
  if (!nameRule.test(values.name)) found['metadata.name'] = words.nameRule;
  if (!hostsOf(values).every((host) => hostRule.test(host))) found['spec.hostnames'] = words.hostRule;
  if (values.gateways.length === 0) found['spec.parentRefs'] = words.due;
  return found;
}

/** What the values say of the route's spec; of a gateway that stays, the listeners that are named stay. Pure. */
export function placeOf<S extends PlacedSpec>(values: PlaceValues, tenant: string, before: S | undefined): S {
  const { hostnames: _hostnames, ...others } = before ?? ({} as S);
  const kept = (before?.parentRefs ?? []).filter((ref) => values.gateways.includes(gatewayOf(ref, tenant)));
  const known = new Set(kept.map((ref) => gatewayOf(ref, tenant)));
  const hosts = hostsOf(values);
  return {
    ...others,
    parentRefs: [...kept, ...values.gateways.filter((gateway) => !known.has(gateway)).map((gateway) => refOf(gateway, tenant))],
    ...(hosts.length > 0 ? { hostnames: hosts } : {}),
  } as S;
}

/** Pure. */
export function hostsOf({ hosts }: PlaceValues): string[] {
  return hosts.split(/[\s,]+/).filter((host) => host !== '');
}

/** The address that people reach the route at, by the gateway's own address: of its first host name that is one, without a path. Pure. */
export function firstOrigin(values: PlaceValues, gatewayUrl: string): string {
  return withHost(gatewayUrl, hostsOf(values).find((host) => hostRule.test(host) && !host.startsWith('*')) ?? '');
}

/** Pure. */
export function withHost(gatewayUrl: string, host: string): string {
  const url = new URL(gatewayUrl);
  if (host) url.hostname = host;
  return url.origin;
}

function gatewayOf({ namespace, name }: ParentRef, tenant: string | undefined): string {
  return `${namespace ?? tenant}/${name}`;
}

function refOf(gateway: string, tenant: string): ParentRef {
  const [namespace = '', name = ''] = gateway.split('/');
  return namespace === tenant ? { name } : { name, namespace };
}
