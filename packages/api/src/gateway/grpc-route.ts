import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList } from '../meta/schema.ts';
import { gatewayApiGroup } from './gateway-schema.ts';
import {
  BackendObject,
  ExtensionRef,
  HeaderMatches,
  HeaderModifier,
  ParentRefs,
  RequestMirror,
  RouteHostnames,
  RouteStatus,
  RuleName,
  SessionPersistence,
  ValueMatchType,
  Weight,
} from './route-schema.ts';

const Filter = Type.Object({
  type: Type.Enum(['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror', 'ExtensionRef']),
  requestHeaderModifier: Type.Optional(HeaderModifier),
  responseHeaderModifier: Type.Optional(HeaderModifier),
  requestMirror: Type.Optional(RequestMirror),
  extensionRef: Type.Optional(ExtensionRef),
});

const Match = Type.Object({
  method: Type.Optional(
    Type.Object({
      type: Type.Optional(ValueMatchType),
      service: Type.Optional(Type.String({ maxLength: 1024, description: 'Full name of the service; any where absent' })),
      method: Type.Optional(Type.String({ maxLength: 1024, description: 'Name of the method; any where absent' })),
    }),
  ),
  headers: Type.Optional(HeaderMatches),
});

const Rule = Type.Object({
  name: RuleName,
  matches: Type.Optional(AtomicList(Match, { maxItems: 64, description: 'Any of these; every call where absent' })),
  filters: Type.Optional(AtomicList(Filter, { maxItems: 16 })),
  backendRefs: Type.Optional(
    AtomicList(Type.Object({ ...BackendObject, weight: Weight, filters: Type.Optional(AtomicList(Filter, { maxItems: 16 })) }), {
      maxItems: 16,
    }),
  ),
  sessionPersistence: Type.Optional(SessionPersistence),
});

/** Publishes gRPC services by host, service and method. */
export const GRPCRoute = defineKind({
  group: gatewayApiGroup,
  version: 'v1',
  kind: 'GRPCRoute',
  plural: 'grpcroutes',
  categories: ['gateway-api'],
  scope: 'Namespaced',
  title: { zh: 'gRPC 路由', en: 'gRPC route' },
  description: 'Publishes gRPC services of a Workload or an Upstream by host, service and method',
  body: Type.Object({
    spec: Type.Object({
      parentRefs: Type.Optional(ParentRefs),
      hostnames: Type.Optional(RouteHostnames),
      rules: Type.Optional(AtomicList(Rule, { maxItems: 16 })),
      useDefaultGateways: Type.Optional(Type.Enum(['All', 'None'])),
    }),
    status: Type.Optional(RouteStatus),
  }),
  columns: [
    { name: 'Hostnames', type: 'string', jsonPath: '.spec.hostnames' },
    { name: 'Accepted', type: 'string', jsonPath: '.status.parents[0].conditions[?(@.type=="Accepted")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
