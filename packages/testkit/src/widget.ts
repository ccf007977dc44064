import { AtomicList, Conditions, Dictionary, defineKind, type KubeObject, MapList, OpenObject, SetList } from '@dizuo/api';
import Type from 'typebox';

const common = {
  color: Type.Optional(Type.Enum(['red', 'green', 'blue'], { default: 'green', description: 'Color of the case' })),
  tags: Type.Optional(SetList(Type.String({ minLength: 1 }), { description: 'Words to find it by' })),
};

/** A kind for tests, served in two versions: `v1` is stored, `v1beta1` calls `size` `dimension` and knows no `env`. */
export const Widget = defineKind({
  group: 'test.dizuo',
  version: 'v1',
  kind: 'Widget',
  plural: 'widgets',
  shortNames: ['wg'],
  categories: ['all'],
  scope: 'Namespaced',
  title: { zh: '部件', en: 'Widget' },
  description: 'A widget, for tests',
  body: Type.Object({
    spec: Type.Object({
      size: Type.Integer({ minimum: 0, maximum: 100, description: 'Size in millimetres' }),
      ...common,
      env: Type.Optional(
        MapList(Type.Object({ name: Type.String({ minLength: 1 }), value: Type.Optional(Type.String()) }), ['name'], {
          description: 'Environment of the widget',
        }),
      ),
      options: Type.Optional(Dictionary(Type.String())),
      parameters: Type.Optional(OpenObject()),
      steps: Type.Optional(AtomicList(Type.String())),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.String()),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.color', 'status.phase'],
  columns: [
    { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Color', type: 'string', jsonPath: '.spec.color', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  usage: (widget) => [{ scope: widget.metadata.namespace ?? '', resource: 'widgets', amount: 1 }],
  otherVersions: [
    {
      version: 'v1beta1',
      body: Type.Object({
        spec: Type.Object({ dimension: Type.Integer({ minimum: 0, description: 'Size in millimetres' }), ...common }),
        status: Type.Optional(Type.Object({ phase: Type.Optional(Type.String()) })),
      }),
      toStored: (object) => rename(object, 'dimension', 'size'),
      fromStored: (object) => {
        const renamed = rename(object, 'size', 'dimension');
        const { env: _env, options: _options, parameters: _parameters, steps: _steps, ...spec } = renamed.spec as Record<string, unknown>;
        const status = object.status as { phase?: string } | undefined;
        return { ...renamed, spec, ...(status ? { status: status.phase === undefined ? {} : { phase: status.phase } } : {}) };
      },
    },
  ],
});

function rename(object: KubeObject, from: string, to: string): KubeObject {
  const { [from]: value, ...spec } = object.spec as Record<string, unknown>;
  return { ...object, spec: { ...spec, ...(value === undefined ? {} : { [to]: value }) } };
}
