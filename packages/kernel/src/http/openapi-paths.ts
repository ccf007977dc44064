import type { Kind } from '@dizuo/api';
import type { ServedKind, VersionPlan } from '../admission/kind-registry.ts';
import { patchTypes } from '../patch/apply-patch.ts';
import { collectionPath } from './object-routes.ts';
import type { Json } from './openapi-definitions.ts';

/** One operation, in words that both versions of OpenAPI are rendered from. */
export interface Operation {
  method: 'get' | 'put' | 'post' | 'delete' | 'patch';
  id: string;
  description: string;
  /** Kubernetes' word for it: list, get, post, put, patch, delete, deletecollection. */
  action: string;
  groupVersionKind: { group: string; version: string; kind: string };
  query: { name: string; type: 'string' | 'integer' | 'boolean'; description: string }[];
  /** Media types of the body; the object itself unless it is a patch. */
  consumes?: string[];
  takesObject: boolean;
}

export interface Path {
  path: string;
  parameters: string[];
  operations: Operation[];
}

const dryRun = { name: 'dryRun', type: 'string', description: 'All: everything but the commit' } as const;
const validation = {
  name: 'fieldValidation',
  type: 'string',
  description: 'Ignore, Warn or Strict: what is done about fields that the schema does not know',
} as const;
const manager = { name: 'fieldManager', type: 'string', description: 'Name of the writing program; not kept' } as const;
const listing = [
  { name: 'labelSelector', type: 'string', description: 'Which labels' },
  { name: 'fieldSelector', type: 'string', description: 'Which fields' },
  { name: 'limit', type: 'integer', description: 'Most items in a page' },
  { name: 'continue', type: 'string', description: 'Next page' },
  { name: 'resourceVersion', type: 'string', description: 'Version to start from' },
  { name: 'watch', type: 'boolean', description: 'Follow changes' },
  { name: 'allowWatchBookmarks', type: 'boolean', description: 'Tell progress while nothing changes' },
  { name: 'timeoutSeconds', type: 'integer', description: 'End after so many seconds' },
] as const;

/** The paths of one version of a kind. */
export function pathsOf(served: ServedKind, version: VersionPlan): Path[] {
  const { kind } = served;
  const collection = braces(collectionPath(kind, version.version));
  const namespace = kind.scope === 'Namespaced' ? ['namespace'] : [];
  const operation = operationsFor(kind, version);
  const write = kind.readOnly ? [] : [operation('post', 'post', 'Create', [dryRun, manager, validation], true)];
  const change = kind.readOnly
    ? []
    : [
        operation('put', 'put', 'Replace', [dryRun, manager, validation], true),
        operation('patch', 'patch', 'Change', [dryRun, manager, validation], false, [patchTypes.merge, patchTypes.json]),
        operation('delete', 'delete', 'Delete', [dryRun], false),
      ];
  return [
    { path: collection, parameters: namespace, operations: [operation('get', 'list', 'List', [...listing], false), ...write] },
    {
      path: `${collection}/{name}`,
      parameters: [...namespace, 'name'],
      operations: [operation('get', 'get', 'Read', [], false), ...change],
    },
  ];
}

function operationsFor(kind: Kind, version: VersionPlan) {
  const scope = kind.scope === 'Namespaced' ? 'Namespaced' : '';
  const groupVersionKind = { group: kind.group, version: version.version, kind: kind.kind };
  return (
    method: Operation['method'],
    action: string,
    word: string,
    query: Operation['query'],
    takesObject: boolean,
    consumes?: string[],
  ): Operation => ({
    method,
    id: `${word.toLowerCase()}${pascal(kind.group)}${pascal(version.version)}${scope}${kind.kind}${action === 'list' ? 'List' : ''}`,
    description: `${word} ${kind.kind}`,
    action,
    groupVersionKind,
    query,
    takesObject,
    ...(consumes ? { consumes } : {}),
  });
}

/** Parameters of the path itself. */
export function pathParameter(name: string): Json {
  const description = name === 'name' ? 'Name of the object' : 'Tenant of the object';
  return { name, in: 'path', required: true, description };
}

function braces(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

function pascal(words: string): string {
  return words.replaceAll(/(?:^|[.-])(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
