import Type, { type TObject } from 'typebox';
import type { ServedVersion } from '../meta/define-kind.ts';
import { AtomicList, Dictionary, OpenObject } from '../meta/schema.ts';

/** Parts that the kinds of the Kubernetes Gateway API share. Names, enums and bounds are those of its version 1.6. */

export const gatewayApiGroup = 'gateway.networking.k8s.io';
export const gatewayGroup = 'gateway.dizuo';
/** `GatewayClass.spec.controllerName` of the platform's own data plane. */
export const gatewayControllerName = 'gateway.dizuo/controller';
/** Name of the GatewayClass that the platform makes. */
export const gatewayClassName = 'dizuo';
/** Name of the Gateway that the platform makes in its system namespace. */
export const defaultGatewayName = 'default';
export const workloadGroup = 'apps.dizuo';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** RFC 1123 host name, not an address, with an optional wildcard as its first label. */
export function Hostname(description: string) {
  return Type.String({ description, minLength: 1, maxLength: 253, pattern: `^(\\*\\.)?${label}(\\.${label})*$` });
}
export function PreciseHostname(description: string) {
  return Type.String({ description, minLength: 1, maxLength: 253, pattern: `^${label}(\\.${label})*$` });
}
export function ObjectName(description: string) {
  return Type.String({ description, minLength: 1, maxLength: 253 });
}
export function SectionName(description: string) {
  return Type.String({ description, minLength: 1, maxLength: 253, pattern: `^${label}(\\.${label})*$` });
}
export function NamespaceName(description: string) {
  return Type.String({ description, minLength: 1, maxLength: 63, pattern: `^${label}$` });
}
export function Group(description: string, options: { default?: string } = {}) {
  return Type.String({ description, maxLength: 253, pattern: `^$|^${label}(\\.${label})*$`, ...options });
}
export function KindName(description: string, options: { default?: string } = {}) {
  return Type.String({ description, minLength: 1, maxLength: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', ...options });
}
export const PortNumber = Type.Integer({ minimum: 1, maximum: 65535 });
/** GEP-2257: at most four numbers with units, such as `1m30s`. */
export function Duration(description: string) {
  return Type.String({ description, pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' });
}

/** A field of the specification that this version refuses with a clear error, rather than ignore it. */
export function NotSupported(description: string) {
  return OpenObject({ description: `Not supported yet. ${description}` });
}

/** `HTTPRoute.spec.parentRefs` and `status.parents[].parentRef`. */
export const ParentReference = Type.Object({
  group: Type.Optional(Group('Group of the parent', { default: gatewayApiGroup })),
  kind: Type.Optional(KindName('Kind of the parent', { default: 'Gateway' })),
  namespace: Type.Optional(NamespaceName("The parent's namespace; the route's own where absent")),
  name: ObjectName('Name of the parent'),
  sectionName: Type.Optional(SectionName('Name of a listener; every listener that allows the route where absent')),
  port: Type.Optional(PortNumber),
});
export type ParentReference = Type.Static<typeof ParentReference>;

export const LabelSelector = Type.Object({
  matchLabels: Type.Optional(Dictionary(Type.String())),
  matchExpressions: Type.Optional(
    AtomicList(
      Type.Object({
        key: Type.String(),
        operator: Type.Enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
        values: Type.Optional(AtomicList(Type.String())),
      }),
    ),
  ),
});

/** `namespace` of a Secret that stands elsewhere needs a ReferenceGrant there. */
export const SecretObjectReference = Type.Object({
  group: Type.Optional(Group('Group of the referent: core', { default: '' })),
  kind: Type.Optional(KindName('Kind of the referent: Secret', { default: 'Secret' })),
  name: ObjectName('Name of the Secret'),
  namespace: Type.Optional(NamespaceName("The Secret's namespace, by leave of a ReferenceGrant there; the Gateway's own where absent")),
});
export type SecretObjectReference = Type.Static<typeof SecretObjectReference>;

/** Another version of a kind whose shape is the same. */
export function sameShape(version: string, body: TObject): ServedVersion {
  return { version, body, toStored: (object) => object, fromStored: (object) => object };
}
