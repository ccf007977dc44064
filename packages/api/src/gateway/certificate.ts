import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList, Conditions, SetList, Timestamp } from '../meta/schema.ts';
import { gatewayGroup, Hostname, ObjectName } from './gateway-schema.ts';

/** Keeps an eye on a TLS certificate in a Secret: which names it is for and until when. */
export const Certificate = defineKind({
  group: gatewayGroup,
  version: 'v1alpha1',
  kind: 'Certificate',
  plural: 'certificates',
  scope: 'Namespaced',
  title: { zh: '证书', en: 'Certificate' },
  description: 'A TLS certificate of the gateway, in a Secret of type kubernetes.io/tls, with its names and its end',
  body: Type.Object({
    spec: Type.Object({
      dnsNames: SetList(Hostname('Name that it has to cover'), { minItems: 1, maxItems: 100 }),
      secretRef: Type.Object({ name: ObjectName('Secret of type kubernetes.io/tls in the same namespace') }),
      warnBeforeDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, default: 30 })),
    }),
    status: Type.Optional(
      Type.Object({
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
        notBefore: Type.Optional(Timestamp()),
        notAfter: Type.Optional(Timestamp()),
        issuer: Type.Optional(Type.String()),
        subject: Type.Optional(Type.String()),
        fingerprint: Type.Optional(Type.String({ description: 'SHA-256 of the certificate, hex' })),
        dnsNames: Type.Optional(AtomicList(Type.String(), { description: 'Names that the certificate in the Secret is for' })),
        listeners: Type.Optional(AtomicList(Type.String(), { description: 'namespace/gateway/listener that use it' })),
      }),
    ),
  }),
  columns: [
    { name: 'Secret', type: 'string', jsonPath: '.spec.secretRef.name' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Expires', type: 'date', jsonPath: '.status.notAfter' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
