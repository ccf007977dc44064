import { badRequest } from '@dizuo/api';
import { isJsonObject, type JsonObject } from './json-value.ts';

/**
 * Strategic merge patch for kinds without lists that merge by key, as the core Secret is: JSON merge patch plus the directives
 * `$patch: replace|delete|merge` and `$retainKeys`. Kubernetes community, "strategic-merge-patch.md".
 */
export function applyStrategicMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const { $patch: directive, $retainKeys: retain, ...changes } = patch;
  if (directive === 'replace') return withoutNulls(changes);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') {
    throw badRequest({ why: `$patch must be replace, delete or merge, not ${JSON.stringify(directive)}` });
  }
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  if (Array.isArray(retain)) for (const key in result) if (!retain.includes(key)) delete result[key];
  for (const key in changes) applyField(result, key, changes[key]);
  return result;
}

function applyField(result: JsonObject, key: string, value: unknown): void {
  if (key.startsWith('$setElementOrder/')) return;
  const primitive = /^\$deleteFromPrimitiveList\/(.+)$/.exec(key)?.[1];
  if (primitive !== undefined) {
    const present = result[primitive];
    if (Array.isArray(present) && Array.isArray(value)) result[primitive] = present.filter((item) => !value.includes(item));
  } else if (value === null) delete result[key];
  else if (key === 'finalizers' && Array.isArray(value) && Array.isArray(result[key])) {
    result[key] = [...new Set([...(result[key] as unknown[]), ...value])];
  } else result[key] = applyStrategicMergePatch(result[key], value);
}

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}
