import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { NameRef } from '../meta/schema.ts';

/** SHA-256 of content, as OCI writes it. */
export const digestPattern = '^sha256:[0-9a-f]{64}$';

/** The name of the Artifact with a digest: its 64 hexadecimal digits. */
export function artifactName(digest: string): string {
  return digest.slice('sha256:'.length);
}

/** An uploaded program, named by the SHA-256 of its tar.gz. Made by an upload to an application, never changed. */
export const Artifact = defineKind({
  group: 'apps.dizuo',
  version: 'v1alpha1',
  kind: 'Artifact',
  plural: 'artifacts',
  scope: 'Namespaced',
  title: { zh: '制品', en: 'Artifact' },
  description: 'An uploaded program (tar.gz), named by the SHA-256 of its content; never changed',
  body: Type.Object({
    spec: Type.Object({
      applicationRef: NameRef('Application that it was uploaded to'),
      digest: Type.String({ pattern: digestPattern, description: 'SHA-256 of the tar.gz; the name of the object is its digits' }),
      sizeBytes: Type.Integer({ minimum: 1, description: 'Size of the tar.gz' }),
      note: Type.Optional(Type.String({ maxLength: 200, description: 'What it is, such as a version or a commit' })),
    }),
  }),
  selectableFields: ['spec.applicationRef'],
  columns: [
    { name: 'Application', type: 'string', jsonPath: '.spec.applicationRef' },
    { name: 'Size', type: 'integer', jsonPath: '.spec.sizeBytes' },
    { name: 'Note', type: 'string', jsonPath: '.spec.note' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
