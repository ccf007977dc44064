import type { ServedKind, VersionPlan } from '../admission/kind-registry.ts';

export type Json = Record<string, unknown>;

/** Definition name of a kind: the group's words reversed, as Kubernetes does (`dizuo.catalog.v1alpha1.ServicePlan`). */
export function definitionName({ kind }: ServedKind, version: VersionPlan): string {
  const group = kind.group ? kind.group.split('.').reverse().join('.') : 'io.k8s.api.core';
  return `${group}.${version.version}.${kind.kind}`;
}

const metaName = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const set = { 'x-kubernetes-list-type': 'set' };
const mapBy = (key: string): Json => ({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key] });
const text = (description: string): Json => ({ type: 'string', description });
const textMap = (description: string): Json => ({ type: 'object', additionalProperties: { type: 'string' }, description });

/** Schemas that all kinds share. */
export const sharedDefinitions: Record<string, Json> = {
  [metaName]: {
    type: 'object',
    description: 'What every object has',
    properties: {
      name: text('Unique in its namespace; cannot be changed'),
      generateName: text('Prefix of a name that the server completes'),
      namespace: text('The tenant that the object belongs to'),
      uid: text('Unique over space and time; set by the server'),
      resourceVersion: text('Changes with every write; send it back to be refused where the object has changed'),
      generation: { type: 'integer', format: 'int64', description: 'Grows with every change of what is wanted' },
      creationTimestamp: { ...text('When it was created'), format: 'date-time' },
      deletionTimestamp: { ...text('When its deletion was asked for'), format: 'date-time' },
      deletionGracePeriodSeconds: { type: 'integer', format: 'int64', description: 'Seconds of grace; always 0' },
      labels: textMap('Short values to select by'),
      annotations: textMap('Longer values that nothing selects by'),
      finalizers: { type: 'array', items: { type: 'string' }, description: 'Who has to clean up before the object goes', ...set },
      ownerReferences: {
        type: 'array',
        description: 'When all owners are gone, the object goes',
        items: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference' },
        ...mapBy('uid'),
      },
      managedFields: { type: 'array', items: { type: 'object' }, description: 'Not kept' },
    },
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference': {
    type: 'object',
    description: 'An object that this one belongs to',
    required: ['apiVersion', 'kind', 'name', 'uid'],
    properties: {
      apiVersion: text('API version of the owner'),
      kind: text('Kind of the owner'),
      name: text('Name of the owner'),
      uid: text('uid of the owner'),
      controller: { type: 'boolean', description: 'The owner acts for this object' },
      blockOwnerDeletion: { type: 'boolean', description: 'The owner stays, on deletion in the foreground, until this is gone' },
    },
  },
};

/** The whole object's schema, in the subset that both OpenAPI 2 and 3.0 know. `prefix` is where references lead. */
export function kindDefinition(served: ServedKind, version: VersionPlan, prefix: string): Json {
  const { kind } = served;
  const body = plainSchema(version.body as unknown as Json);
  return {
    type: 'object',
    description: kind.description,
    ...(Array.isArray(body.required) && body.required.length > 0 ? { required: body.required } : {}),
    properties: {
      apiVersion: text('Version of the schema that the object is written in'),
      kind: text('Kind of the object'),
      // OpenAPI 3.0 allows nothing beside $ref: allOf carries it there and is understood by both.
      metadata:
        prefix === v2Prefix
          ? { $ref: `${prefix}${metaName}`, description: 'What every object has' }
          : { allOf: [{ $ref: `${prefix}${metaName}` }], default: {}, description: 'What every object has' },
      ...(body.properties as Json),
    },
    'x-kubernetes-group-version-kind': [{ group: kind.group, version: version.version, kind: kind.kind }],
  };
}

export const v2Prefix = '#/definitions/';
export const v3Prefix = '#/components/schemas/';

const kept = new Set([
  'type',
  'format',
  'title',
  'description',
  'default',
  'maximum',
  'minimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'required',
  'enum',
  'items',
  'properties',
  'additionalProperties',
]);

/** A schema without what only JSON Schema says. `const` and choices of constants become `enum`. */
function plainSchema(schema: Json): Json {
  const result: Json = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') result.properties = mapValues(value as Json, (child) => plainSchema(child as Json));
    else if (key === 'items' || (key === 'additionalProperties' && typeof value === 'object')) result[key] = plainSchema(value as Json);
    else if (key === 'const') result.enum = [value];
    else if (key === 'required' && (value as unknown[]).length === 0) continue;
    else if (kept.has(key) || key.startsWith('x-kubernetes-')) result[key] = value;
  }
  if (result.enum !== undefined && result.type === undefined) result.type = typeof (result.enum as unknown[])[0];
  return result;
}

function mapValues(source: Json, change: (value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, change(value)]));
}
