import { createHash } from 'node:crypto';
import type { KindRegistry } from '../admission/kind-registry.ts';
import { definitionName, type Json, kindDefinition, sharedDefinitions, v2Prefix, v3Prefix } from './openapi-definitions.ts';
import { type Operation, type Path, pathParameter, pathsOf } from './openapi-paths.ts';

/** One OpenAPI 3.0 document for each group and version, with the index that leads to them. Kubernetes, "OpenAPI V3". */
export function openApiV3(kinds: KindRegistry, productVersion: string): { index: Json; documents: Map<string, string> } {
  const documents = new Map<string, string>();
  for (const path of groupVersionPaths(kinds)) documents.set(path, JSON.stringify(document(kinds, path, productVersion)));
  const paths = Object.fromEntries(
    [...documents].map(([path, text]) => {
      const hash = createHash('sha256').update(text).digest('hex').toUpperCase();
      return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }];
    }),
  );
  return { index: { paths }, documents };
}

function groupVersionPaths(kinds: KindRegistry): Set<string> {
  return new Set(kinds.all.flatMap(({ kind, versions }) => versions.map(({ version }) => pathOf(kind.group, version))));
}

function pathOf(group: string, version: string): string {
  return group ? `apis/${group}/${version}` : `api/${version}`;
}

function document(kinds: KindRegistry, groupVersion: string, productVersion: string): Json {
  const schemas: Json = JSON.parse(JSON.stringify(sharedDefinitions).replaceAll(v2Prefix, v3Prefix));
  const paths: Json = {};
  for (const served of kinds.all) {
    for (const version of served.versions) {
      if (pathOf(served.kind.group, version.version) !== groupVersion) continue;
      const name = definitionName(served, version);
      schemas[name] = kindDefinition(served, version, v3Prefix);
      for (const path of pathsOf(served, version)) paths[path.path] = pathItem(path, `${v3Prefix}${name}`);
    }
  }
  return { openapi: '3.0.0', info: { title: 'Dizuo', version: productVersion }, paths, components: { schemas } };
}

function pathItem(path: Path, ref: string): Json {
  const parameters = path.parameters.map((name) => ({ ...pathParameter(name), schema: { type: 'string' } }));
  const operations = path.operations.map((operation) => [operation.method, renderOperation(operation, ref)]);
  return { parameters, ...Object.fromEntries(operations) };
}

function renderOperation(operation: Operation, ref: string): Json {
  const content = (types: string[], schema: Json) => Object.fromEntries(types.map((type) => [type, { schema }]));
  return {
    description: operation.description,
    operationId: operation.id,
    parameters: operation.query.map(({ name, type, description }) => ({ name, in: 'query', description, schema: { type } })),
    ...(operation.takesObject ? { requestBody: { required: true, content: content(['application/json'], { $ref: ref }) } } : {}),
    ...(operation.consumes ? { requestBody: { required: true, content: content(operation.consumes, { type: 'object' }) } } : {}),
    responses: {
      200: { description: 'OK', content: content(['application/json'], operation.action === 'list' ? { type: 'object' } : { $ref: ref }) },
    },
    'x-kubernetes-action': operation.action,
    'x-kubernetes-group-version-kind': operation.groupVersionKind,
  };
}
