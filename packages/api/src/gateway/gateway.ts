import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList, Conditions, Dictionary, MapList } from '../meta/schema.ts';
import {
  Group,
  gatewayApiGroup,
  Hostname,
  KindName,
  LabelSelector,
  NamespaceName,
  NotSupported,
  ObjectName,
  PortNumber,
  SecretObjectReference,
  SectionName,
  sameShape,
} from './gateway-schema.ts';
import { ExtensionRef } from './route-schema.ts';

const AllowedRoutes = Type.Object({
  namespaces: Type.Optional(
    Type.Object(
      {
        from: Type.Optional(Type.Enum(['All', 'Selector', 'Same'], { default: 'Same', description: 'Whose routes may attach' })),
        selector: Type.Optional(LabelSelector),
      },
      { default: { from: 'Same' } },
    ),
  ),
  kinds: Type.Optional(
    AtomicList(
      Type.Object({
        group: Type.Optional(Group('Group of the route', { default: gatewayApiGroup })),
        kind: KindName('Kind of the route'),
      }),
    ),
  ),
});

const Listener = Type.Object({
  name: SectionName('Unique within the Gateway'),
  hostname: Type.Optional(Hostname('Host name that this listener answers for; any where absent')),
  port: PortNumber,
  protocol: Type.String({ minLength: 1, maxLength: 255, description: 'HTTP or HTTPS' }),
  tls: Type.Optional(
    Type.Object({
      mode: Type.Optional(Type.Enum(['Terminate', 'Passthrough'], { default: 'Terminate' })),
      certificateRefs: Type.Optional(
        AtomicList(SecretObjectReference, {
          maxItems: 64,
          description: 'Secrets of type kubernetes.io/tls, chosen by the name that a client asks for',
        }),
      ),
      options: Type.Optional(Dictionary(Type.String({ maxLength: 4096 }), { maxProperties: 16 })),
    }),
  ),
  allowedRoutes: Type.Optional(AllowedRoutes),
});

const ClientValidation = Type.Object({
  caCertificateRefs: AtomicList(
    Type.Object({
      group: Group('Group of the referent: core'),
      kind: KindName('Kind of the referent: Secret'),
      name: ObjectName('Name of the Secret whose ca.crt holds the authorities'),
      namespace: Type.Optional(NamespaceName("The Secret's namespace, by leave of a ReferenceGrant there; the Gateway's own where absent")),
    }),
    { minItems: 1, maxItems: 16 },
  ),
  mode: Type.Optional(
    Type.Enum(['AllowValidOnly', 'AllowInsecureFallback'], {
      default: 'AllowValidOnly',
      description: 'AllowInsecureFallback: also without a certificate, or with one that is not valid; an AuthPolicy then decides',
    }),
  ),
});
const FrontendTls = Type.Object({ validation: Type.Optional(ClientValidation) });
const GatewayTls = Type.Object({
  backend: Type.Optional(NotSupported('Client certificate for backends')),
  frontend: Type.Optional(
    Type.Object({
      default: FrontendTls,
      perPort: Type.Optional(MapList(Type.Object({ port: PortNumber, tls: FrontendTls }), ['port'], { maxItems: 64 })),
    }),
  ),
});

const body = Type.Object({
  spec: Type.Object({
    gatewayClassName: ObjectName('GatewayClass'),
    listeners: MapList(Listener, ['name'], { minItems: 1, maxItems: 64 }),
    addresses: Type.Optional(
      AtomicList(
        Type.Object({
          type: Type.Optional(Type.String({ minLength: 1, maxLength: 253, default: 'IPAddress', description: 'IPAddress or Hostname' })),
          value: Type.Optional(Type.String({ minLength: 1, maxLength: 253, description: "The data plane's; any where absent" })),
        }),
        { maxItems: 16 },
      ),
    ),
    infrastructure: Type.Optional(
      Type.Object({
        labels: Type.Optional(NotSupported('Labels of what an implementation makes')),
        annotations: Type.Optional(NotSupported('Annotations of what an implementation makes')),
        parametersRef: Type.Optional(ExtensionRef),
      }),
    ),
    allowedListeners: Type.Optional(NotSupported('Listeners from other objects')),
    defaultScope: Type.Optional(Type.Enum(['All', 'None'])),
    tls: Type.Optional(GatewayTls),
  }),
  status: Type.Optional(
    Type.Object({
      addresses: Type.Optional(AtomicList(Type.Object({ type: Type.Optional(Type.String()), value: Type.String() }))),
      conditions: Type.Optional(Conditions),
      listeners: Type.Optional(
        MapList(
          Type.Object({
            name: Type.String(),
            supportedKinds: Type.Optional(AtomicList(Type.Object({ group: Type.Optional(Type.String()), kind: Type.String() }))),
            attachedRoutes: Type.Integer({ minimum: 0 }),
            conditions: Conditions,
          }),
          ['name'],
        ),
      ),
    }),
  ),
});

/** Where traffic enters: listeners of one data plane. */
export const Gateway = defineKind({
  group: gatewayApiGroup,
  version: 'v1',
  kind: 'Gateway',
  plural: 'gateways',
  shortNames: ['gtw'],
  categories: ['gateway-api'],
  scope: 'Namespaced',
  title: { zh: '网关', en: 'Gateway' },
  description: 'Where traffic enters: the listeners of a data plane, and whose routes may attach to them',
  body,
  otherVersions: [sameShape('v1beta1', body)],
  selectableFields: ['spec.gatewayClassName'],
  columns: [
    { name: 'Class', type: 'string', jsonPath: '.spec.gatewayClassName' },
    { name: 'Address', type: 'string', jsonPath: '.status.addresses[0].value' },
    { name: 'Programmed', type: 'string', jsonPath: '.status.conditions[?(@.type=="Programmed")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
