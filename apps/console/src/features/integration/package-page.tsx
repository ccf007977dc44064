import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { integrationPackagePath, type PackageAnswer, Tenant } from '@dizuo/api';
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { client } from '../../data/api-client.ts';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PlainInput } from '../../parts/plain-input.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { PackageChanges } from './package-changes.tsx';
import { saveAnswer } from './save-answer.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The pilot's integration as a file, and the next department's from it: a look at what would change, then all of it at once. */
export function PackagePage() {
  const { t } = useWords();
  const address = useAddress();
  const tenants = useLiveList(Tenant).items.map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }));
  const [error, setError] = useState<unknown>();
  const pilot = address.get('pilot') || null;
  const download = () =>
    void client.transport
      .open('GET', `${integrationPackagePath}/${pilot}`)
      .then((response) => saveAnswer(response, `from-${pilot}.json`))
      .catch(setError);
  return (
    <div className="page stack">
      <PageHead title={t('package.title')} lead={t('package.lead')} />
      <Panel title={t('package.export')}>
        <div className="stack">
          <Field id="package-pilot" label={t('package.pilot')} help={t('package.exportHint')}>
            {(control) => (
              <Choice
                {...control}
                maxWidth={360}
                value={pilot}
                options={tenants}
                placeholder={t('package.pilot')}
                onChange={(next) => address.set({ pilot: next ?? undefined })}
              />
            )}
          </Field>
          <div>
            <Button icon={<DownloadOutlined />} disabled={!pilot} onClick={download}>
              {t('package.download')}
            </Button>
          </div>
          {error !== undefined && <ErrorNotice error={error} />}
        </div>
      </Panel>
      <Apply tenants={tenants} />
    </div>
  );
}

function Apply({ tenants }: { tenants: { value: string; label: string }[] }) {
  const { t } = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [tenant, setTenant] = useState<string | null>(null);
  const [file, setFile] = useState<{ name: string; text: string }>();
  const [startsOn, setStartsOn] = useState(inDays(30));
  const [dueOn, setDueOn] = useState(inDays(21));
  const [answer, setAnswer] = useState<PackageAnswer>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  /** What was looked at before stands no longer. */
  const anew = () => {
    setAnswer(undefined);
    setError(undefined);
  };
  const send = async (apply: boolean) => {
    setBusy(true);
    setError(undefined);
    try {
      const body = { file: file?.text, apply, startsOn, dueOn };
      setAnswer(await client.transport.json<PackageAnswer>('POST', `${integrationPackagePath}/${tenant}`, { body }));
    } catch (problem) {
      if (!apply) setAnswer(undefined);
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    anew();
    setFile({ name: chosen.name, text: await chosen.text() });
  };
  const dateField = (id: string, label: string, value: string, set: (value: string) => void) => (
    <Field id={id} label={label}>
      {({ status, ...control }) => (
        <PlainInput
          {...control}
          status={status}
          type="date"
          width={220}
          value={value}
          onChange={(text) => {
            set(text);
            anew();
          }}
        />
      )}
    </Field>
  );
  return (
    <>
      <Panel title={t('package.apply')}>
        <div className="stack">
          <div className="row">
            <Button icon={<UploadOutlined />} onClick={() => chooser.current?.click()}>
              {t('package.choose')}
            </Button>
            {file && <strong>{file.name}</strong>}
            <input
              ref={chooser}
              type="file"
              accept=".json"
              aria-label={t('package.choose')}
              className="visually-hidden"
              tabIndex={-1}
              onChange={(event) => {
                void choose(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
          </div>
          <Field id="package-target" label={t('package.target')}>
            {(control) => (
              <Choice
                {...control}
                maxWidth={360}
                value={tenant}
                options={tenants}
                placeholder={t('package.target')}
                onChange={(next) => {
                  setTenant(next);
                  anew();
                }}
              />
            )}
          </Field>
          {dateField('package-starts', t('package.startsOn'), startsOn, setStartsOn)}
          {dateField('package-due', t('package.dueOn'), dueOn, setDueOn)}
          <div className="row">
            <Button type={answer ? 'default' : 'primary'} disabled={!file || !tenant} loading={busy} onClick={() => void send(false)}>
              {t('package.look')}
            </Button>
            <span className="help">{t('package.hint')}</span>
          </div>
        </div>
      </Panel>
      {error !== undefined && <ErrorNotice error={error} />}
      {answer?.applied && <Applied answer={answer} />}
      {answer && !answer.applied && <PackageChanges answer={answer} busy={busy} onApply={() => void send(true)} />}
    </>
  );
}

function Applied({ answer }: { answer: PackageAnswer }) {
  const { t } = useWords();
  const count = (wanted: string) => answer.changes.filter(({ action }) => action === wanted).length;
  return (
    <Alert
      type="success"
      showIcon
      title={t('package.done')}
      description={t('package.doneLead', { creates: count('create'), updates: count('update') })}
    />
  );
}
