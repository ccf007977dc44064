import Type, { type TArrayOptions, type TObjectOptions, type TSchema } from 'typebox';
import { ConditionSchema } from './object.ts';
import { SaidSchema } from './sentence.ts';

/** Vocabulary of kind schemas: the structural subset of JSON Schema that Kubernetes allows, every list with a merge rule. */

/** A list replaced as a whole by any writer. */
export function AtomicList<T extends TSchema>(items: T, options: TArrayOptions = {}) {
  return Type.Array(items, { ...options, 'x-kubernetes-list-type': 'atomic' });
}

/** A list of unique scalars. */
export function SetList<T extends TSchema>(items: T, options: TArrayOptions = {}) {
  return Type.Array(items, { ...options, 'x-kubernetes-list-type': 'set' });
}

/** A list of objects identified by `keys`. */
export function MapList<T extends TSchema>(items: T, keys: string[], options: TArrayOptions = {}) {
  return Type.Array(items, { ...options, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys });
}

/** A JSON object whose shape another schema decides at run time. */
export function OpenObject(options: TObjectOptions = {}) {
  return Type.Unsafe<Record<string, unknown>>({ type: 'object', ...options, 'x-kubernetes-preserve-unknown-fields': true });
}

/** Text keys to values of one type. */
export function Dictionary<T extends TSchema>(values: T, options: TObjectOptions = {}) {
  return Type.Unsafe<Record<string, Type.Static<T>>>({ type: 'object', ...options, additionalProperties: values });
}

/** Chinese first, English where there is one. */
export const LocalizedText = Type.Object({
  zh: Type.String({ minLength: 1, maxLength: 200 }),
  en: Type.Optional(Type.String({ maxLength: 200 })),
});
export type LocalizedText = Type.Static<typeof LocalizedText>;

/** Name of an object in the same scope (namespaced kinds: same namespace). RFC 1123 subdomain. */
export function NameRef(description: string) {
  return Type.String({ description, minLength: 1, maxLength: 253, pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$' });
}

/** RFC 3339 date-time. */
export function Timestamp(description?: string) {
  return Type.String({ format: 'date-time', ...(description ? { description } : {}) });
}

export const Conditions = MapList(ConditionSchema, ['type']);

/** One step of something that takes time, as the Run page shows it. */
export const StepSchema = Type.Object({
  name: Type.String({ description: 'Stable identifier of the step' }),
  title: LocalizedText,
  state: Type.Enum(['Pending', 'Running', 'Succeeded', 'Failed', 'Skipped']),
  startedAt: Type.Optional(Timestamp()),
  finishedAt: Type.Optional(Timestamp()),
  attempts: Type.Optional(Type.Integer({ minimum: 0, description: 'Since somebody last asked for another attempt' })),
  retry: Type.Optional(Type.String({ description: 'The wish for another attempt (annotation dizuo/retry) that this one answers' })),
  message: Type.Optional(Type.String({ description: 'Why it failed or what it waits for, and what to do' })),
  said: Type.Optional(SaidSchema),
});
export type Step = Type.Static<typeof StepSchema>;
export const Steps = MapList(StepSchema, ['name']);

/** Amounts of quota resources, whole numbers; the unit is part of the name (memoryMiB, storageMiB, cpuMillis, databases, replicas). */
export const Amounts = Dictionary(Type.Integer({ minimum: 0 }));
export type Amounts = Record<string, number>;
