import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, MapList } from '../meta/schema.ts';
import { gatewayGroup, PortNumber, PreciseHostname } from './gateway-schema.ts';
import { HealthCheck } from './policy-schema.ts';

/** An address outside the platform that a route may send traffic to: the way (联通) for a system that nobody will touch. */
export const Upstream = defineKind({
  group: gatewayGroup,
  version: 'v1alpha1',
  kind: 'Upstream',
  plural: 'upstreams',
  scope: 'Namespaced',
  title: { zh: '上游系统', en: 'Upstream' },
  description: 'A system outside the platform that routes send traffic to (联通)',
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.Optional(Type.String({ maxLength: 100 })),
      addresses: MapList(
        Type.Object({
          host: Type.String({
            minLength: 1,
            maxLength: 253,
            pattern: '^[A-Za-z0-9.:_-]+$',
            description: 'Host name, IPv4 or IPv6 address',
          }),
          port: PortNumber,
          tls: Type.Optional(Type.Boolean({ default: false, description: 'Speak HTTPS to it' })),
          weight: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: 1 })),
        }),
        ['host', 'port'],
        { minItems: 1, maxItems: 32 },
      ),
      appProtocol: Type.Optional(
        Type.Enum(['http', 'kubernetes.io/h2c', 'kubernetes.io/ws'], {
          description:
            'What it speaks without TLS, by the names of Kubernetes (KEP-3726); a BackendPolicy may say otherwise. http where absent',
        }),
      ),
      basePath: Type.Optional(
        Type.String({ maxLength: 512, pattern: '^/[!$-;=@-Z_a-z~]*$', description: 'Put before the path of every request' }),
      ),
      tls: Type.Optional(
        Type.Object({
          serverName: Type.Optional(PreciseHostname('Name that the certificate must bear; the host of the address where absent')),
          caCertificates: Type.Optional(Type.String({ maxLength: 65536, description: 'PEM; the usual authorities where absent' })),
        }),
      ),
      healthCheck: Type.Optional(HealthCheck),
    }),
    status: Type.Optional(
      Type.Object({
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  columns: [
    { name: 'Host', type: 'string', jsonPath: '.spec.addresses[0].host' },
    { name: 'Port', type: 'integer', jsonPath: '.spec.addresses[0].port' },
    { name: 'Accepted', type: 'string', jsonPath: '.status.conditions[?(@.type=="Accepted")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
