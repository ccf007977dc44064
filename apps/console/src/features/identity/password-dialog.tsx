import { App, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';

interface Passwords {
  current: string;
  next: string;
  repeat: string;
}

/** Changes the person's own password. `forced`: there is no way around it. */
export function PasswordDialog({ forced = false, onClose }: { forced?: boolean; onClose(): void }) {
  const { t } = useWords();
  const { session, reload } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<Passwords>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const save = async ({ current, next }: Passwords) => {
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

  const due = { required: true, message: t('identity.password.missing') };
  return (
    <Modal
      open
      title={t('identity.password.title')}
      okText={t('parts.save')}
      cancelText={t('parts.cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      closable={!forced}
      mask={{ closable: false }}
      keyboard={!forced}
      okButtonProps={{ loading: busy }}
      cancelButtonProps={forced ? { style: { display: 'none' } } : {}}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={save}>
        {forced && <p style={{ marginBottom: 16 }}>{t('identity.password.forced')}</p>}
        <input type="text" autoComplete="username" value={session.user.name} readOnly hidden />
        <Form.Item name="current" label={t('identity.password.current')} rules={[due]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('identity.password.next')}
          extra={t('identity.password.rule')}
          rules={[due, { min: 10, message: t('identity.password.short') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="repeat"
          label={t('identity.password.repeat')}
          dependencies={['next']}
          rules={[
            due,
            {
              validator: (_, value) =>
                !value || value === form.getFieldValue('next')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('identity.password.differs'))),
            },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {error !== undefined && <ErrorNotice error={error} />}
      </Form>
    </Modal>
  );
}
