import { badRequest, invalid, type KubeObject, say } from '@dizuo/api';
import fastJsonPatch from 'fast-json-patch';
import { cloneJson } from './json-value.ts';

const mostOperations = 10_000;

/** JSON Patch, RFC 6902. Throws `badRequest` for what is no patch and `invalid` where it does not fit the object. */
export function applyJsonPatch(target: KubeObject, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest({ why: 'a JSON patch must be a list of operations (RFC 6902)' });
  if (patch.length > mostOperations) throw badRequest({ why: `a JSON patch may have at most ${mostOperations} operations; send several` });
  try {
    return fastJsonPatch.applyPatch(cloneJson(target), patch, true, true, true).newDocument;
  } catch (error) {
    const { index, name, operation } = error as { index?: number; name?: string; operation?: { op?: string; path?: string } };
    const problem = problems[name ?? ''] ?? 'it cannot be applied';
    const field = operation?.path ?? `[${index ?? 0}]`;
    const message = say(
      'PatchOperationFailed',
    )`operation ${index ?? 0} (${operation?.op ?? 'unknown'} ${operation?.path ?? ''}): ${problem}`;
    throw invalid(
      { kind: target.kind, name: target.metadata.name, namespace: target.metadata.namespace },
      { fields: [{ field, reason: 'FieldValueInvalid', message }] },
    );
  }
}

/** Names that fast-json-patch gives to what it finds, in words without any value of the object. */
const problems: Record<string, string> = {
  TEST_OPERATION_FAILED: 'the value is not the one the test expects; read the object again',
  OPERATION_PATH_UNRESOLVABLE: 'there is nothing at this path',
  OPERATION_FROM_UNRESOLVABLE: 'there is nothing at the path in "from"',
  OPERATION_PATH_CANNOT_ADD: 'the parent of this path does not exist; add it first',
  OPERATION_PATH_ILLEGAL_ARRAY_INDEX: 'the index of a list must be a whole number or "-"',
  OPERATION_VALUE_OUT_OF_BOUNDS: 'the index is beyond the end of the list',
  OPERATION_VALUE_REQUIRED: 'the operation needs a value',
  OPERATION_FROM_REQUIRED: 'the operation needs "from"',
  OPERATION_OP_INVALID: 'op must be add, remove, replace, move, copy or test',
  OPERATION_PATH_INVALID: 'the path must be a JSON pointer such as /spec/replicas',
  OPERATION_NOT_AN_OBJECT: 'an operation must be an object',
};
