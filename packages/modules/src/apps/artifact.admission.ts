import { type Artifact, artifactName, type FieldError, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';

/** Held until the stored file is gone. */
export const blobFinalizer = 'apps.dizuo/blob';

/** An artifact is named by its content and never changes. */
export const artifactAdmission: Admission<typeof Artifact> = {
  default({ metadata }, { operation }) {
    if (operation === 'create') metadata.finalizers = [...new Set([...(metadata.finalizers ?? []), blobFinalizer])];
  },
  validate({ metadata, spec }, { old }) {
    const errors: FieldError[] = [];
    if (metadata.name !== artifactName(spec.digest))
      errors.push({
        field: 'metadata.name',
        reason: 'FieldValueInvalid',
        message: say('ArtifactNameWrong')`is not the digest's; name it ${artifactName(spec.digest)}`,
      });
    const changed =
      old && (spec.digest !== old.spec.digest || spec.sizeBytes !== old.spec.sizeBytes || spec.applicationRef !== old.spec.applicationRef);
    if (changed)
      errors.push({
        field: 'spec',
        reason: 'FieldValueForbidden',
        message: say('ArtifactFixed')`an artifact never changes; upload another one`,
      });
    return errors;
  },
};
