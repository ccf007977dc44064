import type { KubeObject } from '@dizuo/api';
import { cloneJson, isJsonObject, type JsonObject } from '../patch/json-value.ts';
import type { ServedKind, VersionPlan } from './kind-registry.ts';

/** The object as this version shows it. */
export function toVersion(version: VersionPlan, stored: KubeObject): KubeObject {
  if (!version.conversion) return stored;
  const converted = version.conversion.fromStored(stored);
  return { ...converted, apiVersion: version.apiVersion, kind: stored.kind, metadata: stored.metadata };
}

/**
 * The stored form of an object written in some version. Where it replaces `old`, fields that the version cannot express are kept
 * from `old`, so that a client of an older version takes nothing away by writing back what it read, and an older server nothing
 * that a newer one beside it has written.
 */
export function toStored(served: ServedKind, version: VersionPlan, object: KubeObject, old: KubeObject | undefined): KubeObject {
  if (!version.conversion) return old && !version.schema.knows(old) ? keepUnknown(version, object, old) : object;
  const identity = { apiVersion: served.kind.apiVersion, kind: served.kind.kind, metadata: object.metadata };
  const next: KubeObject = { ...version.conversion.toStored(object), ...identity };
  if (!old) return next;
  const shown = cloneJson(version.conversion.fromStored(old));
  version.schema.prune(shown);
  return { ...(keepUnexpressed(old, version.conversion.toStored(shown), next) as KubeObject), ...identity };
}

/** Paths that the version's schema does not know and that are in the object nevertheless: written by a newer server. */
export function unknownIn(version: VersionPlan, stored: KubeObject): string[] {
  const shown = toVersion(version, stored);
  return version.schema.knows(shown) ? [] : version.schema.prune(cloneJson(shown));
}

function keepUnknown(version: VersionPlan, object: KubeObject, old: KubeObject): KubeObject {
  const known = cloneJson(old);
  version.schema.prune(known);
  return { ...(keepUnexpressed(old, known, object) as KubeObject), metadata: object.metadata };
}

/** Copies into `next` what `old` has and its image `seen` through the version has lost. Lists are the writer's as a whole. */
function keepUnexpressed(old: unknown, seen: unknown, next: unknown): unknown {
  if (!isJsonObject(old) || !isJsonObject(seen) || !isJsonObject(next)) return next;
  const result: JsonObject = { ...next };
  for (const key in old) {
    if (seen[key] === undefined) result[key] ??= old[key];
    else if (key in result) result[key] = keepUnexpressed(old[key], seen[key], result[key]);
  }
  return result;
}
