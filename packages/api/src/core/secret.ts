import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { Dictionary } from '../meta/schema.ts';

/** Kubernetes core v1 Secret. Encrypted at rest; lists and watches omit `data`. Values of `data` are base64. */
export const Secret = defineKind({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  scope: 'Namespaced',
  confidential: true,
  title: { zh: '密钥', en: 'Secret' },
  description: 'Credentials that only their tenant reads',
  body: Type.Object({
    type: Type.Optional(Type.String({ default: 'Opaque' })),
    immutable: Type.Optional(Type.Boolean()),
    data: Type.Optional(Dictionary(Type.String(), { description: 'Values in base64' })),
    stringData: Type.Optional(Dictionary(Type.String(), { description: 'Plain values; moved into data when written' })),
  }),
  columns: [
    { name: 'Type', type: 'string', jsonPath: '.type' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
