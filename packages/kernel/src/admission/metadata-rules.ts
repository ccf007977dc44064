import { type FieldError, type Kind, type ObjectMeta, say } from '@dizuo/api';
import { isJsonObject } from '../patch/json-value.ts';
import { labelValueProblem, nameProblem, namespaceProblem, qualifiedNameProblem } from './label-syntax.ts';
import { metadataShapeErrors } from './metadata-shape.ts';

/** Bytes of all annotations of one object together. Kubernetes, pkg/api/validation "TotalAnnotationSizeLimitB". */
const annotationsLimit = 256 * 1024;

/** Everything that is wrong with the metadata of an object about to be stored. Pure. */
export function metadataErrors(kind: Kind, metadata: ObjectMeta, old?: ObjectMeta): FieldError[] {
  const shape = metadataShapeErrors(metadata);
  if (shape.length > 0) return shape;
  const errors: FieldError[] = [];
  if (!old) nameErrors(kind, metadata, errors);
  if (metadata.labels !== old?.labels) labelErrors(metadata.labels, errors);
  if (metadata.annotations !== old?.annotations) annotationErrors(metadata.annotations, errors);
  if (metadata.finalizers !== old?.finalizers) finalizerErrors(metadata, old, errors);
  if (metadata.ownerReferences !== old?.ownerReferences) ownerErrors(metadata, errors);
  return errors;
}

function nameErrors(kind: Kind, metadata: ObjectMeta, errors: FieldError[]): void {
  const problem = nameProblem(metadata.name);
  if (problem) errors.push({ field: 'metadata.name', reason: 'FieldValueInvalid', message: problem });
  if (kind.scope === 'Cluster') return;
  const namespace = metadata.namespace;
  if (!namespace) {
    errors.push({
      field: 'metadata.namespace',
      reason: 'FieldValueRequired',
      message: say('NamespaceRequired')`is required: a ${kind.kind} lives in a namespace`,
    });
    return;
  }
  const wrong = namespaceProblem(namespace);
  if (wrong) errors.push({ field: 'metadata.namespace', reason: 'FieldValueInvalid', message: wrong });
}

function labelErrors(labels: Record<string, string> | undefined, errors: FieldError[]): void {
  for (const key in labels) {
    const field = `metadata.labels[${key}]`;
    const problem = qualifiedNameProblem(key);
    if (problem) errors.push({ field, reason: 'FieldValueInvalid', message: say('KeyWrong')`the key: ${problem}` });
    const wrong = labelValueProblem(labels[key] as string);
    if (wrong) errors.push({ field, reason: 'FieldValueInvalid', message: wrong });
  }
}

function annotationErrors(annotations: Record<string, string> | undefined, errors: FieldError[]): void {
  let size = 0;
  for (const key in annotations) {
    size += Buffer.byteLength(key) + Buffer.byteLength(annotations[key] as string);
    const problem = qualifiedNameProblem(key.toLowerCase());
    if (problem)
      errors.push({ field: `metadata.annotations[${key}]`, reason: 'FieldValueInvalid', message: say('KeyWrong')`the key: ${problem}` });
  }
  if (size > annotationsLimit) {
    errors.push({
      field: 'metadata.annotations',
      reason: 'FieldValueTooLong',
      message: say('AnnotationsTooLong')`must be at most ${annotationsLimit} bytes together; store long content elsewhere and refer to it`,
    });
  }
}

function finalizerErrors(metadata: ObjectMeta, old: ObjectMeta | undefined, errors: FieldError[]): void {
  metadata.finalizers?.forEach((finalizer, i) => {
    const field = `metadata.finalizers[${i}]`;
    const problem = qualifiedNameProblem(finalizer);
    if (problem) errors.push({ field, reason: 'FieldValueInvalid', message: problem });
    const isNew = old?.deletionTimestamp && !old.finalizers?.includes(finalizer);
    if (isNew)
      errors.push({
        field,
        reason: 'FieldValueForbidden',
        message: say('FinalizerTooLate')`no finalizer can be added once the object is being deleted`,
      });
  });
}

function ownerErrors(metadata: ObjectMeta, errors: FieldError[]): void {
  const controllers = metadata.ownerReferences?.filter((owner) => owner.controller === true) ?? [];
  if (controllers.length > 1) {
    errors.push({
      field: 'metadata.ownerReferences',
      reason: 'FieldValueInvalid',
      message: say(
        'OneController',
      )`only one owner may have controller set to true; these have: ${controllers.map((c) => `${c.kind} ${c.name}`).join(', ')}`,
    });
  }
  metadata.ownerReferences?.forEach((owner, i) => {
    if (owner.uid !== metadata.uid || !isJsonObject(owner)) return;
    errors.push({
      field: `metadata.ownerReferences[${i}]`,
      reason: 'FieldValueInvalid',
      message: say('OwnsItself')`an object cannot own itself`,
    });
  });
}
