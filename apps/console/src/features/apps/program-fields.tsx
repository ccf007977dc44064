import { UploadOutlined } from '@ant-design/icons';
import { Application, Artifact, type KubeObject, type ObjectOf } from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { client } from '../../data/api-client.ts';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { bytesText } from '../../parts/amount.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { Options } from '../../parts/options.tsx';
import type { WorkloadValues } from './workload-values.ts';

type ArtifactObject = ObjectOf<typeof Artifact> & KubeObject;

/** What runs: the example, or a program that was uploaded to the application. */
export function ProgramFields(props: {
  tenant: string;
  values: WorkloadValues;
  problem(path: string): string | undefined;
  onChange(changes: Partial<WorkloadValues>): void;
}) {
  const { t } = useWords();
  const { tenant, values, problem, onChange } = props;
  const artifacts = useLiveList(Artifact, { namespace: tenant });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const file = useRef<HTMLInputElement>(null);
  const own = artifacts.items.filter((a) => a.spec.applicationRef === values.applicationRef);

  const upload = async (chosen: File) => {
    setBusy(true);
    setError(undefined);
    try {
      const path = objectPath(Application, { namespace: tenant, name: values.applicationRef }, 'artifacts');
      const artifact = await client.transport.json<ArtifactObject>('POST', path, {
        raw: chosen,
        contentType: 'application/gzip',
        query: { note: chosen.name.slice(0, 200) },
      });
      onChange({ program: 'digest', digest: artifact.spec.digest });
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };

  return (
    <>
      <Options
        label={t('apps.deploy.program')}
        value={values.program}
        onChange={(program) => onChange({ program })}
        options={[
          { value: 'sample', label: `${t('apps.deploy.sample')}: ${t('apps.deploy.sampleName')}` },
          { value: 'digest', label: t('apps.deploy.uploaded') },
        ]}
      />
      {values.program === 'digest' && (
        <Field
          id="spec.artifact.digest"
          label={t('apps.deploy.chooseArtifact')}
          help={t('apps.deploy.uploadHelp')}
          required
          error={problem('spec.artifact.digest')}
        >
          {(control) => (
            <div className="row" style={{ flexWrap: 'nowrap' }}>
              <Choice
                {...control}
                value={values.digest || null}
                onChange={(digest: string | null) => onChange({ digest: digest ?? '' })}
                options={own.map((a) => ({
                  value: a.spec.digest,
                  label: `${a.spec.note ?? ''} ${a.spec.digest.slice(7, 19)} (${bytesText(a.spec.sizeBytes)})`,
                }))}
              />
              <Button icon={<UploadOutlined />} loading={busy} disabled={!values.applicationRef} onClick={() => file.current?.click()}>
                {t(busy ? 'apps.deploy.uploading' : 'apps.deploy.upload')}
              </Button>
              <input
                ref={file}
                type="file"
                hidden
                accept=".tgz,.tar.gz,application/gzip"
                onChange={(event) => {
                  const chosen = event.target.files?.[0];
                  event.target.value = '';
                  if (chosen) void upload(chosen);
                }}
              />
            </div>
          )}
        </Field>
      )}
      {error !== undefined && <ErrorNotice error={error} />}
    </>
  );
}
