import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList, MapList, SetList } from '../meta/schema.ts';
import { Duration, gatewayApiGroup, NotSupported, PortNumber, PreciseHostname, sameShape } from './gateway-schema.ts';
import {
  BackendObject,
  Cors,
  ExtensionRef,
  HeaderMatches,
  HeaderModifier,
  HeaderName,
  ParentRefs,
  RequestMirror,
  RouteHostnames,
  RouteStatus,
  RuleName,
  SessionPersistence,
  ValueMatchType,
  Weight,
} from './route-schema.ts';

const Match = Type.Object({
  path: Type.Optional(
    Type.Object(
      {
        type: Type.Optional(Type.Enum(['Exact', 'PathPrefix', 'RegularExpression'], { default: 'PathPrefix' })),
        value: Type.Optional(Type.String({ maxLength: 1024, default: '/' })),
      },
      { default: { type: 'PathPrefix', value: '/' } },
    ),
  ),
  headers: Type.Optional(HeaderMatches),
  queryParams: Type.Optional(
    MapList(
      Type.Object({ type: Type.Optional(ValueMatchType), name: HeaderName, value: Type.String({ minLength: 1, maxLength: 1024 }) }),
      ['name'],
      { maxItems: 16 },
    ),
  ),
  method: Type.Optional(Type.Enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'])),
});

const PathModifier = Type.Object({
  type: Type.Enum(['ReplaceFullPath', 'ReplacePrefixMatch']),
  replaceFullPath: Type.Optional(Type.String({ maxLength: 1024 })),
  replacePrefixMatch: Type.Optional(Type.String({ maxLength: 1024 })),
});

const Filter = Type.Object({
  type: Type.Enum([
    'RequestHeaderModifier',
    'ResponseHeaderModifier',
    'RequestRedirect',
    'URLRewrite',
    'RequestMirror',
    'CORS',
    'ExternalAuth',
    'ExtensionRef',
  ]),
  requestHeaderModifier: Type.Optional(HeaderModifier),
  responseHeaderModifier: Type.Optional(HeaderModifier),
  requestRedirect: Type.Optional(
    Type.Object({
      scheme: Type.Optional(Type.Enum(['http', 'https'])),
      hostname: Type.Optional(PreciseHostname('Host name of the Location')),
      path: Type.Optional(PathModifier),
      port: Type.Optional(PortNumber),
      statusCode: Type.Optional(Type.Integer({ enum: [301, 302, 303, 307, 308], default: 302 })),
    }),
  ),
  urlRewrite: Type.Optional(
    Type.Object({ hostname: Type.Optional(PreciseHostname('Host that the backend sees')), path: Type.Optional(PathModifier) }),
  ),
  requestMirror: Type.Optional(RequestMirror),
  cors: Type.Optional(Cors),
  externalAuth: Type.Optional(NotSupported('Use an AuthPolicy')),
  extensionRef: Type.Optional(ExtensionRef),
});

const rootMatch = { path: { type: 'PathPrefix', value: '/' } };
const Rule = Type.Object({
  name: RuleName,
  matches: Type.Optional(
    AtomicList(Match, { maxItems: 64, default: [rootMatch], description: 'Any of these; a match wants all of its parts' }),
  ),
  filters: Type.Optional(AtomicList(Filter, { maxItems: 16 })),
  backendRefs: Type.Optional(
    AtomicList(Type.Object({ ...BackendObject, weight: Weight, filters: Type.Optional(AtomicList(Filter, { maxItems: 16 })) }), {
      maxItems: 16,
    }),
  ),
  timeouts: Type.Optional(
    Type.Object({
      request: Type.Optional(Duration('Until the whole answer is sent; 0s: no limit')),
      backendRequest: Type.Optional(Duration('Until the backend has answered once; at most request')),
    }),
  ),
  retry: Type.Optional(
    Type.Object({
      codes: Type.Optional(SetList(Type.Integer({ minimum: 400, maximum: 599 }), { description: 'Statuses that are tried again' })),
      attempts: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, description: 'How often it is tried again' })),
      backoff: Type.Optional(Duration('Least pause before it is tried again')),
    }),
  ),
  sessionPersistence: Type.Optional(SessionPersistence),
});

const body = Type.Object({
  spec: Type.Object({
    parentRefs: Type.Optional(ParentRefs),
    hostnames: Type.Optional(RouteHostnames),
    rules: Type.Optional(AtomicList(Rule, { maxItems: 16, default: [{ matches: [rootMatch] }] })),
    useDefaultGateways: Type.Optional(Type.Enum(['All', 'None'])),
  }),
  status: Type.Optional(RouteStatus),
});

/** Publishes backends by host and path. */
export const HTTPRoute = defineKind({
  group: gatewayApiGroup,
  version: 'v1',
  kind: 'HTTPRoute',
  plural: 'httproutes',
  categories: ['gateway-api'],
  scope: 'Namespaced',
  title: { zh: '路由', en: 'HTTP route' },
  description: 'Publishes a Workload or an Upstream by host and path',
  body,
  otherVersions: [sameShape('v1beta1', body)],
  columns: [
    { name: 'Hostnames', type: 'string', jsonPath: '.spec.hostnames' },
    { name: 'Accepted', type: 'string', jsonPath: '.status.parents[0].conditions[?(@.type=="Accepted")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
