import Type from 'typebox';
import { AtomicList, Conditions, MapList, SetList } from '../meta/schema.ts';
import {
  Duration,
  Group,
  Hostname,
  KindName,
  NamespaceName,
  ObjectName,
  ParentReference,
  PortNumber,
  SectionName,
} from './gateway-schema.ts';

/** Parts that HTTPRoute and GRPCRoute share. */

export const HeaderName = Type.String({ minLength: 1, maxLength: 256, pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_`|~]+$" });
export const ValueMatchType = Type.Enum(['Exact', 'RegularExpression'], {
  default: 'Exact',
  description: 'RegularExpression: RE2 syntax, the whole value has to match',
});

export const HeaderMatches = MapList(
  Type.Object({ type: Type.Optional(ValueMatchType), name: HeaderName, value: Type.String({ minLength: 1, maxLength: 4096 }) }),
  ['name'],
  { maxItems: 16 },
);

const HeaderValue = Type.Object({ name: HeaderName, value: Type.String({ minLength: 1, maxLength: 4096 }) });
export const HeaderModifier = Type.Object({
  set: Type.Optional(MapList(HeaderValue, ['name'], { maxItems: 16 })),
  add: Type.Optional(MapList(HeaderValue, ['name'], { maxItems: 16 })),
  remove: Type.Optional(SetList(Type.String(), { maxItems: 16 })),
});

export const BackendObject = {
  group: Type.Optional(Group('apps.dizuo for a Workload, gateway.dizuo for an Upstream', { default: '' })),
  kind: Type.Optional(KindName('Workload or Upstream', { default: 'Service' })),
  namespace: Type.Optional(NamespaceName("The backend's namespace, by leave of a ReferenceGrant there; the route's own where absent")),
  name: ObjectName('Name of the backend'),
  port: Type.Optional(PortNumber),
};
export const Weight = Type.Optional(
  Type.Integer({ minimum: 0, maximum: 1_000_000, default: 1, description: 'Share of the traffic among all backends' }),
);

export const RequestMirror = Type.Object({
  backendRef: Type.Object(BackendObject, { description: 'Gets a copy of requests; what it answers is dropped' }),
  percent: Type.Optional(Type.Integer({ minimum: 0, maximum: 100, description: 'Share of requests that are copied; all where absent' })),
  fraction: Type.Optional(
    Type.Object({
      numerator: Type.Integer({ minimum: 0 }),
      denominator: Type.Optional(Type.Integer({ minimum: 1, default: 100 })),
    }),
  ),
});

export const ExtensionRef = Type.Object({
  group: Group('Group of the referent'),
  kind: KindName('Kind of the referent'),
  name: ObjectName('Name of the referent'),
});

export const SessionPersistence = Type.Object({
  sessionName: Type.Optional(Type.String({ maxLength: 128, description: 'Name of the cookie or header' })),
  absoluteTimeout: Type.Optional(Duration('Longest life of a session, whatever its use')),
  type: Type.Optional(Type.Enum(['Cookie', 'Header'], { default: 'Cookie' })),
  cookieConfig: Type.Optional(Type.Object({ lifetimeType: Type.Optional(Type.Enum(['Permanent', 'Session'], { default: 'Session' })) })),
});

export const Cors = Type.Object({
  allowOrigins: Type.Optional(
    SetList(
      Type.String({
        minLength: 1,
        maxLength: 253,
        pattern: '(^\\*$)|(^(http(s)?):\\/\\/(((\\*\\.)?([a-zA-Z0-9\\-]+\\.)*[a-zA-Z0-9-]+|\\*)(:([0-9]{1,5}))?)$)',
      }),
      { maxItems: 64, description: 'Origins whose scripts may call; * in place of a host, or of its first labels' },
    ),
  ),
  allowCredentials: Type.Optional(Type.Boolean()),
  allowMethods: Type.Optional(
    SetList(Type.Enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', '*']), { maxItems: 9 }),
  ),
  allowHeaders: Type.Optional(SetList(HeaderName, { maxItems: 64 })),
  exposeHeaders: Type.Optional(SetList(HeaderName, { maxItems: 64 })),
  maxAge: Type.Optional(Type.Integer({ minimum: 1, default: 5, description: 'Seconds that a browser may keep the answer' })),
});

export const ParentRefs = AtomicList(ParentReference, { maxItems: 32, description: 'Gateways that this route attaches to' });
export const RouteHostnames = AtomicList(Hostname('Host name'), {
  maxItems: 16,
  description: 'Host names that it answers for; all of the listener where absent',
});
export const RuleName = Type.Optional(SectionName('Unique within the route; policies name it in sectionName'));

export const RouteStatus = Type.Object({
  parents: Type.Optional(
    AtomicList(Type.Object({ parentRef: ParentReference, controllerName: Type.String(), conditions: Type.Optional(Conditions) }), {
      maxItems: 32,
    }),
  ),
});
