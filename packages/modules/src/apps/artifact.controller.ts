import { Artifact, keyOf, say, Workload } from '@dizuo/api';
import { type Controller, defineController } from '@dizuo/kernel';
import { blobFinalizer } from './artifact.admission.ts';
import type { ArtifactStore } from './drivers/artifact-store.ts';

/** Removes the files of a deleted artifact once no workload runs it. */
export function artifactController(
  artifacts: ArtifactStore,
  removeUnpacked: (namespace: string, digest: string) => void,
): Controller<typeof Artifact> {
  return defineController({
    name: 'artifact',
    kind: Artifact,
    async reconcile(key, { client, event, crashPoint }) {
      const artifact = await client.get(Artifact, key);
      if (!artifact?.metadata.deletionTimestamp || !artifact.metadata.finalizers?.includes(blobFinalizer)) return undefined;
      const namespace = artifact.metadata.namespace ?? '';
      const { digest } = artifact.spec;
      const workloads = await client.list(Workload, { namespace });
      const user = workloads.find((workload) => workload.spec.artifact.digest === digest);
      if (user) {
        await event(
          artifact,
          'Warning',
          'StillUsed',
          say('ArtifactStillUsed')`Workload ${user.metadata.name} runs it; it is removed when no workload does`,
        );
        return { requeueAfterMs: 15_000 };
      }
      artifacts.remove(namespace, digest);
      removeUnpacked(namespace, digest);
      crashPoint('artifact/removed');
      await client.modify(Artifact, keyOf(artifact), (object) => ({
        ...object,
        metadata: { ...object.metadata, finalizers: (object.metadata.finalizers ?? []).filter((name) => name !== blobFinalizer) },
      }));
      return undefined;
    },
  });
}
