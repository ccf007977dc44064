import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatewayPaths } from '@dizuo/api';
import { foreign, marker, own } from './two-tenants.ts';

const integration = '/apis/integration.dizuo/v1alpha1';
export const assessment = `${integration}/assessment`;
export const cockpit = `${integration}/cockpit`;
export const inventory = `${integration}/inventory`;
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
  ['GET', `${integration}/namespaces/${foreign}/ledgers/default/entries`],
  ['GET', `${routes}/gateways/${marker}-gateway/traffic`],
  ['GET', `${routes}/httproutes/${marker}-route/traffic`],
  ['GET', `${routes}/grpcroutes/${marker}-grpcroutes/traffic`],
  ['GET', `/apis/gateway.dizuo/v1alpha1/namespaces/${foreign}/canarypolicies/${marker}-canarypolicies/traffic`],
  ['POST', `${routes}/gateways/${marker}-gateway/explanation`, request],
  ['POST', `${routes}/httproutes/${marker}-route/explanation`, request],
  ['GET', gatewayPaths.configuration],
  ['GET', gatewayPaths.endpoints],
  ['POST', gatewayPaths.acknowledgement, { instance: 'x', version: 'x', digest: 'x', accepted: true }],
  ['POST', gatewayPaths.report],
  ['POST', gatewayPaths.exchange, { code: 'x', host: request.host }],
  ['POST', gatewayPaths.refresh, { token: 'x', host: request.host }],
];

/** Doors that show different things to everybody, or are a file's own subject. */
export const triedElsewhere = new Set(['preview', 'evidence', 'documents']);

/** The last words of all routes that modules write out, but for those that concern only the caller's own session. */
export function routeNames(): { method: string; name: string }[] {
  const modules = fileURLToPath(new URL('../../../packages/modules/src', import.meta.url));
  const files = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.routes.ts') && !/session|sign-in|visitor/.test(file),
  );
  return files.flatMap((file) => {
    const source = readFileSync(join(modules, file), 'utf8');
    const written = source.matchAll(/method: '([A-Z]+)',\s+(?:on: [\w.]+,\s+subresource: |path: )['`]([^'`]+)['`]/g);
    return [...written].flatMap(([, method = '', path = '']) => {
      const name = path.split('/').findLast((part) => /^[a-z-]+$/.test(part));
      return name ? [{ method, name }] : [];
    });
  });
}
