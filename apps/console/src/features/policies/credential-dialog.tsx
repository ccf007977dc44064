import type { Consumer, KubeObject, ObjectOf } from '@dizuo/api';
import { Modal } from 'antd';
import { useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { Options } from '../../parts/options.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { addCredential, issueKey } from './issue-credential.ts';

type ConsumerObject = ObjectOf<typeof Consumer> & KubeObject;
const types = ['ApiKey', 'Hmac', 'Certificate'] as const;

/** Issues a credential; a new key is shown once. */
export function CredentialDialog({ consumer, onClose }: { consumer: ConsumerObject; onClose(): void }) {
  const { t } = useWords();
  const [values, setValues] = useState({ name: '', type: 'ApiKey' as (typeof types)[number], subject: '', dnsName: '', uri: '' });
  const [issued, setIssued] = useState<{ key: string; keyId?: string }>();
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const set = (changes: Partial<typeof values>) => setValues({ ...values, ...changes });
  const { name, type, subject, dnsName, uri } = values;

  const problems: Record<string, string> = {
    ...(nameRule.test(name) ? {} : { name: t('parts.nameRule') }),
    ...(consumer.spec.credentials.some((c) => c.name === name) ? { name: t('consumers.nameTaken') } : {}),
    ...(type === 'Certificate' && !subject && !dnsName && !uri ? { subject: t('consumers.certificateRule') } : {}),
  };
  const form = { problem: (path: string) => (tried ? problems[path] : undefined), leave: () => undefined };

  const issue = async () => {
    setTried(true);
    if (Object.keys(problems).length > 0) return;
    setBusy(true);
    setError(undefined);
    try {
      if (type === 'Certificate') {
        await addCredential(consumer, {
          name,
          type,
          certificate: { ...(subject ? { subject } : {}), ...(dnsName ? { dnsName } : {}), ...(uri ? { uri } : {}) },
        });
        onClose();
      } else setIssued(await issueKey(consumer, name, type));
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };

  if (issued) {
    return (
      <Modal
        open
        title={t('consumers.once')}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
        onOk={onClose}
        okText={t('consumers.done')}
        cancelButtonProps={{ style: { display: 'none' } }}
      >
        <div className="stack">
          <Facts
            of={[
              issued.keyId !== undefined && [t('consumers.keyId'), <Identifier key="id" text={issued.keyId} />],
              [t(`consumers.types.${type}`), <Identifier key="key" text={issued.key} />],
            ]}
          />
          <p>{t('consumers.onceHint')}</p>
        </div>
      </Modal>
    );
  }
  return (
    <Modal
      open
      title={t('consumers.issue')}
      okText={t('consumers.issueKey')}
      cancelText={t('parts.cancel')}
      onOk={issue}
      onCancel={onClose}
      okButtonProps={{ loading: busy }}
    >
      <Options
        label={t('consumers.type')}
        value={type}
        onChange={(next) => set({ type: next })}
        options={types.map((value) => ({ value, label: t(`consumers.types.${value}`) }))}
      />
      <TextField
        form={form}
        path="name"
        label={t('consumers.credentialName')}
        required
        mono
        maxLength={30}
        value={name}
        onChange={(next) => set({ name: next })}
      />
      {type === 'Certificate' && (
        <>
          <TextField
            form={form}
            path="subject"
            label={t('consumers.subject')}
            placeholder="CN=permit,O=example"
            mono
            value={subject}
            onChange={(next) => set({ subject: next })}
          />
          <TextField
            form={form}
            path="dnsName"
            label={t('consumers.dnsName')}
            mono
            value={dnsName}
            onChange={(next) => set({ dnsName: next })}
          />
          <TextField form={form} path="uri" label={t('consumers.uri')} mono value={uri} onChange={(next) => set({ uri: next })} />
        </>
      )}
      {error !== undefined && <ErrorNotice error={error} />}
    </Modal>
  );
}
