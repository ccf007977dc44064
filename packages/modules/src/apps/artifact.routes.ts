import { Application, Artifact, alreadyExists, artifactName, type ObjectOf } from '@dizuo/api';
import type { Route } from '@dizuo/kernel';
import { type ArtifactStore, largestUploadMiB } from './drivers/artifact-store.ts';

/** `POST …/applications/:name/artifacts?note=` with a tar.gz as the body answers with the Artifact; the same content again with the same one. */
export function artifactRoutes(artifacts: ArtifactStore): Route[] {
  return [
    {
      method: 'POST',
      on: Application,
      subresource: 'artifacts',
      access: { kind: 'object', verb: 'update' },
      rawBody: true,
      bodyLimit: (largestUploadMiB + 1) * 1024 * 1024,
      schema: { querystring: { type: 'object', properties: { note: { type: 'string', maxLength: 200 } } } },
      async handler({ client, object, query, request, reply, require }) {
        const application = object as ObjectOf<typeof Application>;
        const { namespace, name } = application.metadata;
        await require({ verb: 'create', resource: Artifact.id, namespace });
        const { digest, sizeBytes } = await artifacts.keep(namespace ?? '', request.raw);
        const key = { namespace, name: artifactName(digest) };
        const spec = { applicationRef: name, digest, sizeBytes, ...(query.note ? { note: String(query.note) } : {}) };
        try {
          const created = await client.create(Artifact, { metadata: key, spec });
          reply.code(201);
          return created;
        } catch (error) {
          if (!alreadyExists.is(error)) throw error;
          return client.get(Artifact, key);
        }
      },
    },
  ];
}
