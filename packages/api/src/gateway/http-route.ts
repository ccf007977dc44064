import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList, Conditions, MapList } from '../meta/schema.ts';
import {
  Duration,
  Group,
  gatewayApiGroup,
  Hostname,
  KindName,
  NamespaceName,
  NotSupported,
  NotSupportedList,
  ObjectName,
  ParentReference,
  PortNumber,
  PreciseHostname,
  SectionName,
} from './gateway-schema.ts';

const HeaderName = Type.String({ minLength: 1, maxLength: 256, pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_`|~]+$" });
const ValueMatchType = Type.Enum(['Exact', 'RegularExpression'], { default: 'Exact', description: 'RegularExpression is not supported' });

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
  headers: Type.Optional(
    MapList(
      Type.Object({ type: Type.Optional(ValueMatchType), name: HeaderName, value: Type.String({ minLength: 1, maxLength: 4096 }) }),
      ['name'],
      { maxItems: 16 },
    ),
  ),
  queryParams: Type.Optional(
    MapList(
      Type.Object({ type: Type.Optional(ValueMatchType), name: HeaderName, value: Type.String({ minLength: 1, maxLength: 1024 }) }),
      ['name'],
      { maxItems: 16 },
    ),
  ),
  method: Type.Optional(Type.Enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'])),
});

const HeaderValue = Type.Object({ name: HeaderName, value: Type.String({ minLength: 1, maxLength: 4096 }) });
const HeaderModifier = Type.Object({
  set: Type.Optional(MapList(HeaderValue, ['name'], { maxItems: 16 })),
  add: Type.Optional(MapList(HeaderValue, ['name'], { maxItems: 16 })),
  remove: Type.Optional(AtomicList(Type.String(), { maxItems: 16 })),
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
  requestMirror: Type.Optional(NotSupported('Copies of requests')),
  cors: Type.Optional(NotSupported('Answers to cross-origin requests')),
  externalAuth: Type.Optional(NotSupported('Use an AuthPolicy')),
  extensionRef: Type.Optional(NotSupported('Filters of an implementation')),
});

const BackendRef = Type.Object({
  group: Type.Optional(Group('apps.dizuo for a Workload, gateway.dizuo for an Upstream', { default: '' })),
  kind: Type.Optional(KindName('Workload or Upstream', { default: 'Service' })),
  namespace: Type.Optional(NamespaceName("The backend's namespace, by leave of a ReferenceGrant there; the route's own where absent")),
  name: ObjectName('Name of the backend'),
  port: Type.Optional(PortNumber),
  weight: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000_000, default: 1, description: 'Share of the traffic among all backends' }),
  ),
  filters: Type.Optional(NotSupportedList('Filters of one backend')),
});

const rootMatch = { path: { type: 'PathPrefix', value: '/' } };
const Rule = Type.Object({
  name: Type.Optional(SectionName('Unique within the route')),
  matches: Type.Optional(
    AtomicList(Match, { maxItems: 64, default: [rootMatch], description: 'Any of these; a match wants all of its parts' }),
  ),
  filters: Type.Optional(AtomicList(Filter, { maxItems: 16 })),
  backendRefs: Type.Optional(AtomicList(BackendRef, { maxItems: 16 })),
  timeouts: Type.Optional(
    Type.Object({
      request: Type.Optional(Duration('Until the whole answer is sent; 0s: no limit')),
      backendRequest: Type.Optional(Duration('Until the backend has answered once; at most request')),
    }),
  ),
  retry: Type.Optional(NotSupported('Retries; what never reached a backend is tried at another one in any case')),
  sessionPersistence: Type.Optional(NotSupported('Stickiness')),
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
  body: Type.Object({
    spec: Type.Object({
      parentRefs: Type.Optional(AtomicList(ParentReference, { maxItems: 32, description: 'Gateways that this route attaches to' })),
      hostnames: Type.Optional(
        AtomicList(Hostname('Host name'), {
          maxItems: 16,
          description: 'Host names that it answers for; all of the listener where absent',
        }),
      ),
      rules: Type.Optional(AtomicList(Rule, { maxItems: 16, default: [{ matches: [rootMatch] }] })),
      useDefaultGateways: Type.Optional(NotSupported('Default gateways')),
    }),
    status: Type.Optional(
      Type.Object({
        parents: Type.Optional(
          AtomicList(Type.Object({ parentRef: ParentReference, controllerName: Type.String(), conditions: Type.Optional(Conditions) }), {
            maxItems: 32,
          }),
        ),
      }),
    ),
  }),
  columns: [
    { name: 'Hostnames', type: 'string', jsonPath: '.spec.hostnames' },
    { name: 'Accepted', type: 'string', jsonPath: '.status.parents[0].conditions[?(@.type=="Accepted")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
