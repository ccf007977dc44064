import { App, Modal } from 'antd';
import { useState } from 'react';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { PasswordField } from '../../parts/password-field.tsx';

/** Changes the person's own password. `forced`: there is no way around it. */
export function PasswordDialog({ forced = false, onClose }: { forced?: boolean; onClose(): void }) {
  const { t } = useWords();
  const { session, reload } = useSession();
  const { message } = App.useApp();
  const [passwords, setPasswords] = useState({ current: '', next: '', repeat: '' });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const { current, next, repeat } = passwords;
  const due = t('identity.password.missing');
  const problems = {
    current: current === '' ? due : undefined,
    next: next === '' ? due : next.length < 10 ? t('identity.password.short') : undefined,
    repeat: repeat === '' ? due : repeat === next ? undefined : t('identity.password.differs'),
  };
  const field = (name: keyof typeof passwords, label: string, help?: string) => (
    <PasswordField
      id={`password-${name}`}
      label={label}
      help={help}
      error={tried ? problems[name] : undefined}
      autoComplete={name === 'current' ? 'current-password' : 'new-password'}
      value={passwords[name]}
      onChange={(value) => setPasswords({ ...passwords, [name]: value })}
    />
  );

  const save = async () => {
    setTried(true);
    if (Object.values(problems).some((problem) => problem !== undefined)) return;
    setBusy(true);
    setError(undefined);
    try {
      await client.transport.json('POST', '/auth/password', { body: { current, next } });
      message.success(t('identity.password.done'));
      await reload();
      onClose();
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };

  return (
    <Modal
      open
      title={t('identity.password.title')}
      okText={t('parts.save')}
      cancelText={t('parts.cancel')}
      onOk={() => void save()}
      onCancel={onClose}
      closable={!forced}
      mask={{ closable: false }}
      keyboard={!forced}
      okButtonProps={{ loading: busy }}
      cancelButtonProps={forced ? { style: { display: 'none' } } : {}}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {forced && <p style={{ marginBottom: 16 }}>{t('identity.password.forced')}</p>}
        <input type="text" autoComplete="username" value={session.user.name} readOnly hidden />
        {field('current', t('identity.password.current'))}
        {field('next', t('identity.password.next'), t('identity.password.rule'))}
        {field('repeat', t('identity.password.repeat'))}
        {error !== undefined && <ErrorNotice error={error} />}
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
