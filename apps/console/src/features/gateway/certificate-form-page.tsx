import {
  Certificate,
  type CertificateCheck,
  type CheckedCertificate,
  certificateCheckPath,
  type KubeObject,
  type ObjectOf,
  systemNamespace,
} from '@dizuo/api';
import { isApiError } from '@dizuo/client';
import { App, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Field } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { When } from '../../parts/when.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { certificatesPath, uncovered } from './certificate-values.ts';
import { PemField } from './pem-field.tsx';
import { saveCertificate } from './save-certificate.ts';

type CertificateObject = ObjectOf<typeof Certificate> & KubeObject;
const settleMs = 400;

/** A new certificate with its key; with `?secret=` one that is in a Secret already. */
export function NewCertificatePage() {
  const [params] = useSearchParams();
  return <CertificateForm secret={params.get('secret') ?? undefined} />;
}

/** Another certificate and key in the place of those that are there. */
export function ReplaceCertificatePage() {
  const params = useParams();
  const key = { namespace: params.tenant ?? params.namespace ?? '', name: params.certificate ?? '' };
  const live = useLiveObject(Certificate, key);
  if (live.error && !live.object)
    return (
      <div className="page">
        <ErrorNotice error={live.error} onRetry={live.retry} />
      </div>
    );
  if (!live.object)
    return (
      <div className="page">
        <Skeleton active />
      </div>
    );
  return <CertificateForm existing={live.object} />;
}

function CertificateForm({ existing, secret }: { existing?: CertificateObject; secret?: string | undefined }) {
  const { t } = useWords();
  const server = useServerWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const params = useParams();
  const namespace = existing?.metadata.namespace ?? params.tenant ?? systemNamespace;
  const base = certificatesPath(params.tenant);
  const [values, setValues] = useState({ name: existing?.metadata.name ?? secret ?? '', chain: '', privateKey: '' });
  const [required, setRequired] = useState<string[] | undefined>(existing?.spec.dnsNames);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const check = useCertificateCheck(namespace, secret === undefined ? values : { secret });
  const { checked } = check;
  const wanted = required ?? checked?.dnsNames.slice(0, 100) ?? [];
  const missing = checked ? uncovered(wanted, checked.dnsNames) : [];
  const causes = isApiError(check.error) ? check.error.causes : [];
  const told = (field: string) => {
    const cause = causes.find((c) => c.field === field);
    return cause && server.told(cause);
  };
  const problems: Record<string, string | undefined> = {
    'metadata.name': tried && !nameRule.test(values.name) ? t('parts.nameRule') : undefined,
    chain: told('chain'),
    privateKey: told('privateKey'),
    'spec.dnsNames':
      missing.length > 0
        ? t('certificates.form.missing', { names: missing.join(', ') })
        : tried && checked && wanted.length === 0
          ? t('certificates.form.none')
          : undefined,
  };
  const form = { problem: (path: string) => problems[path], leave: () => undefined };
  const set = (changes: Partial<typeof values>) => setValues((before) => ({ ...before, ...changes }));
  const dirty = values.chain !== '' || values.privateKey !== '';

  const submit = async () => {
    setTried(true);
    if (!checked || !nameRule.test(values.name) || missing.length > 0 || wanted.length === 0) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      await saveCertificate({
        namespace,
        name: values.name,
        dnsNames: wanted,
        existing,
        ...(secret === undefined ? { pem: values } : { secret }),
      });
      message.success(t('certificates.form.done'));
      navigate(params.tenant === undefined ? `${base}/${namespace}/${values.name}` : `${base}/${values.name}`);
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  };

  return (
    <FormPage
      title={
        existing
          ? t('certificates.form.replaceTitle', { name: existing.metadata.name })
          : secret === undefined
            ? t('certificates.form.title')
            : t('certificates.form.watchTitle', { name: secret })
      }
      lead={t(existing ? 'certificates.form.replaceLead' : 'certificates.form.lead')}
      crumbs={[[t('certificates.title'), base]]}
      error={refusal ?? (check.error && causes.length === 0 ? check.error : undefined)}
      busy={busy}
      dirty={dirty}
      submit={{ label: t('certificates.form.save'), run: () => void submit() }}
      aside={
        <Panel title={t('certificates.form.read')}>
          {checked ? <Checked of={checked} /> : <p className="muted">{t('certificates.form.waiting')}</p>}
        </Panel>
      }
    >
      {!existing && (
        <TextField
          form={form}
          path="metadata.name"
          label={t('certificates.form.name')}
          required
          mono
          maxLength={63}
          value={values.name}
          onChange={(name) => set({ name })}
        />
      )}
      {secret === undefined && (
        <>
          <PemField
            id="chain"
            label={t('certificates.form.chain')}
            help={t('certificates.form.chainHelp')}
            error={problems.chain}
            value={values.chain}
            onChange={(chain) => set({ chain })}
          />
          <PemField
            id="privateKey"
            label={t('certificates.form.key')}
            help={t('certificates.form.keyHelp')}
            error={problems.privateKey}
            value={values.privateKey}
            onChange={(privateKey) => set({ privateKey })}
            hidden
          />
        </>
      )}
      {secret !== undefined && (problems.chain || problems.privateKey) && (
        <p className="field-error">{problems.chain ?? problems.privateKey}</p>
      )}
      {(checked || existing) && (
        <Field
          id="spec.dnsNames"
          label={t('certificates.required')}
          help={t('certificates.form.requiredHelp')}
          required
          error={problems['spec.dnsNames']}
        >
          {(control) => (
            <MultiChoice
              {...control}
              tags
              values={wanted}
              onChange={(names: string[]) => setRequired(names.map((name) => name.toLowerCase()))}
              options={(checked?.dnsNames ?? []).map((name) => ({ value: name, label: name }))}
            />
          )}
        </Field>
      )}
    </FormPage>
  );
}

function Checked({ of }: { of: CheckedCertificate }) {
  const { t } = useWords();
  return (
    <div className="stack">
      <StateTag state="ready" word={t('certificates.form.fits')} />
      <Facts
        of={[
          [
            t('certificates.names'),
            <span key="names" className="mono">
              {of.dnsNames.join(' ') || '—'}
            </span>,
          ],
          [t('certificates.issuer'), of.issuer],
          [t('certificates.subject'), of.subject],
          [t('certificates.expires'), <When key="expires" at={of.notAfter} />],
          [t('certificates.form.count'), of.length],
        ]}
      />
    </div>
  );
}

/** What the server reads in a certificate and its key, asked when both are there and nothing was typed for a moment. */
function useCertificateCheck(namespace: string, given: CertificateCheck): { checked: CheckedCertificate | undefined; error: unknown } {
  const [answer, setAnswer] = useState<{ checked?: CheckedCertificate; error?: unknown }>({});
  const isComplete = 'secret' in given || (given.chain.trim() !== '' && given.privateKey.trim() !== '');
  const body = isComplete ? JSON.stringify('secret' in given ? given : { chain: given.chain, privateKey: given.privateKey }) : undefined;
  useEffect(() => {
    setAnswer({});
    if (body === undefined) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const asked = client.transport.json<CheckedCertificate>('POST', certificateCheckPath(namespace), {
        body: JSON.parse(body) as CertificateCheck,
        signal: stop.signal,
      });
      await asked.then(
        (checked) => setAnswer({ checked }),
        (error) => !stop.signal.aborted && setAnswer({ error }),
      );
    }, settleMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [namespace, body]);
  return { checked: answer.checked, error: answer.error };
}
