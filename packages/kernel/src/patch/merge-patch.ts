import { equalJson, isJsonObject, type JsonObject } from './json-value.ts';

/** JSON Merge Patch, RFC 7396 section 2. Shares unchanged parts with `target` and leaves it as it is. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const key in patch) {
    const value = patch[key];
    if (value === null) delete result[key];
    else if (value !== undefined) result[key] = applyMergePatch(result[key], value);
  }
  return result;
}

/** The merge patch that leads from `before` to `after`, or undefined where nothing differs. Lists are replaced as a whole. */
export function mergePatchBetween(before: unknown, after: unknown): unknown {
  if (!isJsonObject(before) || !isJsonObject(after)) return equalJson(before, after) ? undefined : after;
  const patch: JsonObject = {};
  for (const key in before) if (before[key] !== undefined && after[key] === undefined) patch[key] = null;
  for (const key in after) {
    const difference = after[key] === undefined ? undefined : mergePatchBetween(before[key], after[key]);
    if (difference !== undefined) patch[key] = difference;
  }
  for (const _ in patch) return patch;
  return undefined;
}
