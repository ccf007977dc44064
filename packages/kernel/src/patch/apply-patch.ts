import { badRequest, type KubeObject, say, unsupportedMediaType } from '@dizuo/api';
import { applyJsonPatch } from './json-patch.ts';
import { cloneJson, isJsonObject } from './json-value.ts';
import { applyMergePatch } from './merge-patch.ts';
import { applyStrategicMergePatch } from './strategic-merge-patch.ts';

/** Media types of patches. Kubernetes API conventions, "PATCH operations". */
export const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

export interface Patch {
  mediaType: string;
  body: unknown;
}

/** The patched object; `target` stays as it is. `strategic` says whether the kind takes strategic merge patches. */
export function applyPatch(target: KubeObject, patch: Patch, strategic: boolean): KubeObject {
  const result = patched(target, patch, strategic);
  if (!isJsonObject(result) || !isJsonObject(result.metadata))
    throw badRequest({ why: say('PatchDropsMetadata')`the patch must leave an object with metadata` });
  return result as KubeObject;
}

function patched(target: KubeObject, patch: Patch, strategic: boolean): unknown {
  if (patch.mediaType === patchTypes.json) return applyJsonPatch(target, patch.body);
  if (patch.mediaType === patchTypes.merge) return cloneJson(applyMergePatch(target, objectPatch(patch.body)));
  if (patch.mediaType === patchTypes.strategic && strategic) return cloneJson(applyStrategicMergePatch(target, objectPatch(patch.body)));
  throw unsupportedMediaType({ why: whyNot(target.kind, patch.mediaType) });
}

function objectPatch(body: unknown): unknown {
  if (!isJsonObject(body)) throw badRequest({ why: say('MergePatchForm')`a merge patch must be a JSON object` });
  return body;
}

function whyNot(kind: string, mediaType: string): string {
  if (mediaType === patchTypes.apply || mediaType === 'application/apply-patch+cbor') {
    return 'server-side apply is not offered; use kubectl apply without --server-side, or a merge patch';
  }
  if (mediaType === patchTypes.strategic) {
    return `${kind} takes no strategic merge patch; send ${patchTypes.merge} (kubectl patch --type=merge) or ${patchTypes.json}`;
  }
  return `a patch must be ${patchTypes.merge} or ${patchTypes.json}, not ${mediaType || 'without a content type'}`;
}
