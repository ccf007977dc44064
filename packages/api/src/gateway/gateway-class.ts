import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Conditions, MapList } from '../meta/schema.ts';
import { gatewayApiGroup, NotSupported, sameShape } from './gateway-schema.ts';

const body = Type.Object({
  spec: Type.Object({
    controllerName: Type.String({
      minLength: 1,
      maxLength: 253,
      pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
      description: 'Implementation, as domain/path; gateway.dizuo/controller is the platform itself. Never changes',
    }),
    parametersRef: Type.Optional(NotSupported('Parameters of the class')),
    description: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  status: Type.Optional(
    Type.Object({
      conditions: Type.Optional(Conditions),
      supportedFeatures: Type.Optional(MapList(Type.Object({ name: Type.String() }), ['name'])),
    }),
  ),
});

/** Which implementation serves the Gateways that name this class. */
export const GatewayClass = defineKind({
  group: gatewayApiGroup,
  version: 'v1',
  kind: 'GatewayClass',
  plural: 'gatewayclasses',
  shortNames: ['gc'],
  categories: ['gateway-api'],
  scope: 'Cluster',
  title: { zh: '网关类', en: 'Gateway class' },
  description: 'Names the implementation that serves the Gateways of this class',
  body,
  otherVersions: [sameShape('v1beta1', body)],
  columns: [
    { name: 'Controller', type: 'string', jsonPath: '.spec.controllerName' },
    { name: 'Accepted', type: 'string', jsonPath: '.status.conditions[?(@.type=="Accepted")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Description', type: 'string', jsonPath: '.spec.description', priority: 1 },
  ],
});
