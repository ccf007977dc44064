import { type DataPlaneConfiguration, type GatewayAcknowledgement, type GatewayReport, gatewayPaths } from '@dizuo/api';
import type { Route, RouteAccess, RouteCall } from '@dizuo/kernel';
import type { Acknowledgements } from './acknowledgements.ts';
import type { ConfigurationHub, Send } from './configuration-hub.ts';
import { gatewayOnly } from './gateway.errors.ts';
import { gatewayOf } from './gateway-credential.ts';
import type { RecentRequests } from './recent-requests.ts';
import type { TrafficReports } from './traffic-reports.ts';
import type { VisitorSessions } from './visitor-sessions.ts';

/** A reader that lets so much pile up is cut off and starts over. */
const mostBacklog = 16 * 1024 * 1024;

/** Of a process: once a minute. */
const requestPruneReports = 6;

/** The platform's policies let data planes alone at this; the handlers demand their credential besides. */
const forGateways: RouteAccess = { kind: 'resource', verb: 'get', resource: 'gatewayconfig' };

const text = { type: 'string', minLength: 1, maxLength: 4096 };

const name = { type: 'string', maxLength: 1024 };
const count = { type: 'integer', minimum: 0 };
const listOf = (properties: Record<string, object>) => ({
  type: 'array',
  maxItems: 50_000,
  items: { type: 'object', required: Object.keys(properties), properties },
});
const names = { type: 'array', maxItems: 64, items: name };
const requestSchema = {
  type: 'object',
  required: ['id', 'at', 'method', 'host', 'path', 'status', 'ms', 'client'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 64 },
    at: { type: 'string', format: 'date-time' },
    method: name,
    host: name,
    path: name,
    query: text,
    headers: { type: 'object', maxProperties: 128, additionalProperties: { type: 'string', maxLength: 8192 } },
    port: count,
    status: count,
    ms: { type: 'number', minimum: 0 },
    client: name,
    rule: name,
    backend: name,
    endpoint: name,
    who: {
      type: 'object',
      additionalProperties: false,
      properties: { user: name, category: name, departments: names, positions: names, consumer: name },
    },
    limit: name,
    problem: name,
    why: name,
    retries: count,
    traceId: name,
  },
};
const reportSchema = {
  type: 'object',
  required: ['instance', 'sequence', 'spanMs', 'traffic'],
  properties: {
    instance: text,
    sequence: count,
    spanMs: count,
    traffic: listOf({ rule: name, backend: name, requests: count, errors: count, latency: { type: 'array', maxItems: 64, items: count } }),
    callers: listOf({ by: { enum: ['consumer', 'department'] }, name, requests: count, errors: count }),
    limited: listOf({ limit: name, whom: name, requests: count }),
    calls: listOf({ rule: name, consumer: name, requests: count }),
    breakers: listOf({ backend: name, state: { enum: ['open', 'half-open'] } }),
    leftOut: listOf({ backend: name, endpoint: name, why: { enum: ['unhealthy', 'ejected'] } }),
    connections: count,
    requests: { type: 'array', maxItems: 1000, items: requestSchema },
  },
};

export interface DataPlaneRouteOptions {
  hub: ConfigurationHub;
  acknowledgements: Acknowledgements;
  reports: TrafficReports;
  requests: RecentRequests;
  visitors: VisitorSessions;
}

/** What data planes call: two streams, the acknowledgement, and visitor sessions. */
export function dataPlaneRoutes({ hub, acknowledgements, reports, requests, visitors }: DataPlaneRouteOptions): Route[] {
  return [
    {
      method: 'GET',
      path: gatewayPaths.configuration,
      access: forGateways,
      async handler(call) {
        const gateway = requireGateway(call);
        stream(call, (send) => hub.followConfiguration(gateway, send));
      },
    },
    {
      method: 'GET',
      path: gatewayPaths.endpoints,
      access: forGateways,
      async handler(call) {
        requireGateway(call);
        stream(call, (send) => hub.followEndpoints(send));
      },
    },
    {
      method: 'POST',
      path: gatewayPaths.acknowledgement,
      access: forGateways,
      schema: {
        body: {
          type: 'object',
          required: ['instance', 'version', 'digest', 'accepted'],
          properties: {
            instance: text,
            version: text,
            digest: text,
            accepted: { type: 'boolean' },
            message: { type: 'string', maxLength: 8192 },
            servingVersion: text,
            listenerProblems: {
              type: 'array',
              maxItems: 64,
              items: { type: 'object', required: ['name', 'message'], properties: { name: text, message: text } },
            },
          },
        },
      },
      async handler(call) {
        await acknowledgements.record(requireGateway(call), call.body as GatewayAcknowledgement);
        return {};
      },
    },
    {
      method: 'POST',
      path: gatewayPaths.report,
      access: forGateways,
      schema: { body: reportSchema },
      async handler(call) {
        const gateway = requireGateway(call);
        const report = ofItsOwn(call.body as GatewayReport, hub.current(gateway));
        if (await reports.record(gateway, report)) await requests.record(gateway, report.requests ?? []);
        if (report.sequence % requestPruneReports === 0) await requests.prune();
        return {};
      },
    },
    {
      method: 'POST',
      path: gatewayPaths.exchange,
      access: forGateways,
      schema: { body: { type: 'object', required: ['code', 'host'], properties: { code: text, host: text } } },
      async handler(call) {
        requireGateway(call);
        const { code, host } = call.body as { code: string; host: string };
        return { token: await visitors.exchange(code, host) };
      },
    },
    {
      method: 'POST',
      path: gatewayPaths.refresh,
      access: forGateways,
      schema: { body: { type: 'object', required: ['token', 'host'], properties: { token: text, host: text } } },
      async handler(call) {
        requireGateway(call);
        const { token, host } = call.body as { token: string; host: string };
        return { token: await visitors.refresh(token, host) };
      },
    },
  ];
}

/** What is told of the Gateway's own rules, backends, limits and programs: a data plane tells nothing in the name of others. */
function ofItsOwn(report: GatewayReport, configuration: DataPlaneConfiguration | undefined): GatewayReport {
  const { rules = [], backends = [], consumers = [] } = configuration ?? {};
  const ruleIds = new Set(rules.map(({ id }) => id));
  const limitIds = new Set(rules.flatMap(({ limits = [] }) => limits.map(({ id }) => id)));
  const backendIds = new Set(['', ...backends.map(({ id }) => id)]);
  const consumerIds = new Set(consumers.map(({ id }) => id));
  // Departments, those counted together and holders of tokens (`issuer#subject`) have no name in a namespace.
  const isCaller = (name: string) => consumerIds.has(name) || name.includes('#') || !name.includes('/');
  const { traffic, callers = [], limited = [], calls = [], breakers = [], leftOut = [], requests = [] } = report;
  return {
    ...report,
    traffic: traffic.filter(({ rule, backend }) => ruleIds.has(rule) && backendIds.has(backend)),
    callers: callers.filter(({ name }) => isCaller(name)),
    limited: limited.filter(({ limit }) => limitIds.has(limit)),
    calls: calls.filter(({ rule, consumer }) => ruleIds.has(rule) && isCaller(consumer)),
    breakers: breakers.filter(({ backend }) => backendIds.has(backend)),
    leftOut: leftOut.filter(({ backend }) => backendIds.has(backend)),
    requests: requests.filter(({ rule }) => rule === undefined || ruleIds.has(rule)),
  };
}

function requireGateway(call: RouteCall): string {
  const gateway = gatewayOf(call.principal);
  if (gateway === undefined) throw gatewayOnly({});
  return gateway;
}

function stream<M>({ reply, requestId }: RouteCall, follow: (send: Send<M>) => () => void): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-request-id': requestId });
  const stop = follow((message) => {
    if (raw.destroyed) return false;
    raw.write(`${JSON.stringify(message)}\n`);
    if (raw.writableLength <= mostBacklog) return true;
    raw.destroy();
    return false;
  });
  raw.once('close', stop);
}
