import { annotations, type FieldError, type KubeObject, say } from '@dizuo/api';

/** Marks an object of a confidential kind whose data was left out. A write that carries it would destroy the data. */
export const redactedAnnotation = 'dizuo/redacted';

/** The object as lists and watches show it: identity, labels and type, no data. */
export function redact(object: KubeObject): KubeObject {
  const { data: _data, stringData: _stringData, spec: _spec, ...rest } = object;
  return {
    ...rest,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [redactedAnnotation]: 'true' } },
  };
}

/** What is wrong with writing this object of a confidential kind back. */
export function redactionErrors(object: KubeObject): FieldError[] {
  if (object.metadata.annotations?.[redactedAnnotation] === undefined) return [];
  return [
    {
      field: `metadata.annotations[${redactedAnnotation}]`,
      reason: 'FieldValueForbidden',
      message: say(
        'CopyLacksData',
      )`this copy comes from a list or a watch and lacks the data; get the object by its name, change that and write it`,
    },
  ];
}

/** kubectl keeps a plain copy of what it applied in an annotation: for a confidential kind it must not be stored. */
export function withoutLastApplied(object: KubeObject): KubeObject {
  if (object.metadata.annotations?.[annotations.lastApplied] === undefined) return object;
  const { [annotations.lastApplied]: _plain, ...kept } = object.metadata.annotations;
  return { ...object, metadata: { ...object.metadata, annotations: Object.keys(kept).length > 0 ? kept : undefined } };
}
