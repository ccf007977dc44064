import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, MapList, NameRef } from '../meta/schema.ts';
import { gatewayGroup } from './gateway-schema.ts';
import { SecretKeyRef } from './policy-schema.ts';

const Credential = Type.Object({
  name: NameRef('Unique within the Consumer'),
  type: Type.Enum(['ApiKey', 'Hmac', 'Certificate']),
  apiKey: Type.Optional(
    Type.Object({ secretRef: SecretKeyRef('The key itself: 16 to 512 visible characters', 'key') }, { description: 'Of type ApiKey' }),
  ),
  hmac: Type.Optional(
    Type.Object(
      {
        keyId: Type.String({ minLength: 1, maxLength: 253, pattern: '^[!#-\\[\\]-~]+$', description: '`keyid` of signatures' }),
        secretRef: SecretKeyRef('The shared secret: at least 32 bytes', 'secret'),
      },
      { description: 'Of type Hmac' },
    ),
  ),
  certificate: Type.Optional(
    Type.Object(
      {
        subject: Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: 'Distinguished name as RFC 4514 writes it' })),
        dnsName: Type.Optional(
          Type.String({ minLength: 1, maxLength: 253, description: 'A DNS name among its subject alternative names' }),
        ),
        uri: Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: 'A URI among its subject alternative names' })),
      },
      { description: 'Of type Certificate: what a client certificate has to bear, all of it' },
    ),
  ),
});

/** A program that calls through the gateway, and the ways it proves itself. */
export const Consumer = defineKind({
  group: gatewayGroup,
  version: 'v1alpha1',
  kind: 'Consumer',
  plural: 'consumers',
  scope: 'Namespaced',
  title: { zh: '调用方', en: 'Consumer' },
  description: 'A program that calls through the gateway, known by key, signature or certificate',
  body: Type.Object({
    spec: Type.Object({
      displayName: Type.Optional(Type.String({ maxLength: 100 })),
      departmentRef: Type.Optional(NameRef('Department that it calls for, in limits and figures')),
      disabled: Type.Optional(Type.Boolean({ default: false, description: 'Its credentials open nothing' })),
      credentials: MapList(Credential, ['name'], { maxItems: 16 }),
    }),
    status: Type.Optional(Type.Object({ observedGeneration: Type.Optional(Type.Integer()), conditions: Type.Optional(Conditions) })),
  }),
  columns: [
    { name: 'Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
