import {
  assessmentPath,
  certificateCheckPath,
  cockpitPath,
  decisionsPath,
  gatewayPaths,
  integrationPackagePath,
  inventoryPath,
} from '@dizuo/api';
import { foreign, marker, own } from './two-tenants.ts';

export const assessment = assessmentPath;
export const cockpit = cockpitPath;
export const decisions = decisionsPath;
export const inventory = inventoryPath;
const apps = `/apis/apps.dizuo/v1alpha1/namespaces/${foreign}`;
const routes = `/apis/gateway.networking.k8s.io/v1/namespaces/${foreign}`;
const audit = '/apis/audit.dizuo/v1alpha1';
const explanations = '/apis/access.dizuo/v1alpha1/explanations';
const request = { host: `${marker}.localhost`, path: '/' };

/** What is served beside objects, asked about the foreign tenant. */
export const sideDoors: readonly [method: string, path: string, body?: unknown][] = [
  ['GET', `${apps}/workloads/${marker}-work/log`],
  ['GET', `${apps}/workloads/${marker}-work/log?follow=true`],
  ['GET', `${apps}/workloads/${marker}-work/usage`],
  ['POST', `${apps}/applications/${marker}-app/artifacts`],
  ['POST', '/apis/identity.dizuo/v1alpha1/users/dev-foreign/password'],
  ['POST', '/apis/identity.dizuo/v1alpha1/users/dev-foreign/unlock'],
  ['GET', `${audit}/entries`],
  ['GET', `${audit}/entries?namespace=${foreign}`],
  ['GET', `${audit}/entries?namespace=`],
  ['GET', `${audit}/entries?namespace=dizuo-system`],
  ['GET', `${audit}/seals`],
  ['POST', `${audit}/verification`],
  ['GET', `${explanations}?resource=secrets&verb=get&namespace=${foreign}`],
  ['GET', `${explanations}?resource=secrets&verb=get`],
  ['GET', `${explanations}?resource=tenants.tenancy.dizuo&verb=get&name=${foreign}&namespace=${own}`],
  ['GET', `${explanations}?resource=namespaces&verb=get&name=${foreign}&namespace=${own}`],
  ['GET', `${assessment}?namespace=${foreign}`],
  ['GET', `${assessment}/pairs?namespace=${foreign}`],
  ['GET', `${assessment}/clusters?namespace=${foreign}`],
  ['GET', `${assessment}/double-entries?namespace=${foreign}`],
  ['GET', `${assessment}/graph?namespace=${foreign}`],
  ['GET', `${assessment}/systems?namespace=${foreign}`],
  ['GET', `${assessment}/systems/${foreign}/${marker}-system`],
  ['GET', `${assessment}/pair?a=${foreign}/${marker}-system&b=${foreign}/${marker}-system`],
  ['GET', `${inventory}/systems?namespace=${foreign}`],
  ['GET', `${inventory}/export?namespace=${foreign}`],
  ['GET', `${inventory}/tenants/${foreign}/template`],
  ['POST', `${inventory}/tenants/${foreign}/import?mode=check`],
  ['POST', `${inventory}/tenants/${foreign}/import?mode=commit`],
  ['GET', `/apis/integration.dizuo/v1alpha1/namespaces/${foreign}/ledgers/default/entries`],
  ['GET', `${decisions}?namespace=${foreign}`],
  ['GET', `${decisions}/plan?namespace=${foreign}`],
  ['GET', `${integrationPackagePath}/${foreign}`],
  ['POST', `${integrationPackagePath}/${foreign}`, { file: '{}' }],
  ['POST', `${integrationPackagePath}/${foreign}`, { file: '{}', apply: true }],
  ['POST', certificateCheckPath(foreign), { secret: `${marker}-secret` }],
  ['GET', `${routes}/gateways/${marker}-gateway/traffic`],
  ['GET', `${routes}/httproutes/${marker}-route/traffic`],
  ['GET', `${routes}/grpcroutes/${marker}-grpcroutes/traffic`],
  ['GET', `${routes}/gateways/${marker}-gateway/requests`],
  ['GET', `${routes}/httproutes/${marker}-route/requests`],
  ['GET', `${routes}/grpcroutes/${marker}-grpcroutes/requests`],
  ['GET', `/apis/gateway.dizuo/v1alpha1/namespaces/${foreign}/requests`],
  ['GET', `/apis/gateway.dizuo/v1alpha1/namespaces/${foreign}/requests?route=${foreign}/${marker}-route`],
  ['GET', `/apis/gateway.dizuo/v1alpha1/namespaces/${foreign}/canarypolicies/${marker}-canarypolicies/traffic`],
  ['POST', `${routes}/gateways/${marker}-gateway/explanation`, request],
  ['POST', `${routes}/httproutes/${marker}-route/explanation`, request],
  ['POST', `${routes}/grpcroutes/${marker}-grpcroutes/explanation`, request],
  ['GET', `/apis/gateway.dizuo/v1alpha1/namespaces/${foreign}/traffic`],
  ['POST', `/apis/gateway.dizuo/v1alpha1/namespaces/${foreign}/explanations`, request],
  ['GET', gatewayPaths.configuration],
  ['GET', gatewayPaths.endpoints],
  ['POST', gatewayPaths.acknowledgement, { instance: 'x', version: 'x', digest: 'x', accepted: true }],
  ['POST', gatewayPaths.report],
  ['POST', gatewayPaths.exchange, { code: 'x', host: request.host }],
  ['POST', gatewayPaths.refresh, { token: 'x', host: request.host }],
];

/** Doors that show everybody something of their own: what, is another test's subject. */
const triedElsewhere = new Set([
  `${assessment}/preview`,
  cockpit,
  `${cockpit}/evidence`,
  `${decisions}/drafts`,
  '/apis/printing.dizuo/v1alpha1/documents',
]);

interface ServedLine {
  msg: string;
  method: string;
  url: string;
  access: string;
}

/** What the server's log (level debug) says that modules serve and nobody tries, but for what is public or of the caller's own session. */
export function untriedDoors(log: string): string[] {
  const lines = log.split('\n').filter((line) => line.includes('"msg":"serves"'));
  const served = lines.map((line) => JSON.parse(line) as ServedLine);
  if (served.length < 30) throw new Error(`the log tells of ${served.length} routes`);
  return served
    .filter(({ url, access }) => access !== 'public' && !url.startsWith('/auth/') && !triedElsewhere.has(url))
    .filter(({ method, url }) => {
      const pattern = new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}$`);
      return !sideDoors.some(([asked, path]) => asked === method && pattern.test(path.split('?')[0] ?? ''));
    })
    .map(({ method, url }) => `${method} ${url}`);
}
