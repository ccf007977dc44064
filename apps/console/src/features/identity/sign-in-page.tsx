import { isApiError } from '@dizuo/client';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { chooseLanguage, otherLanguageName } from '../../i18n/language.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useServerWords } from '../../parts/server-words.ts';

/** The provider's sign-in page: answers the interaction named in the address. */
export function SignInPage() {
  const { t, language } = useWords();
  const [params] = useSearchParams();
  const interaction = params.get('interaction');
  return (
    <main className="sign-in">
      <div className="sign-in-box">
        <div className="row-between">
          <span className="shell-mark" style={{ margin: 0 }}>
            <img src="/mark.svg" width={28} height={28} alt="" />
            {t('app.name')}
          </span>
          <Button type="link" size="small" onClick={() => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}>
            {otherLanguageName(language)}
          </Button>
        </div>
        <div>
          <h1>{t('identity.signIn.title')}</h1>
          <p className="muted">{t('app.product')}</p>
        </div>
        {interaction ? <SignInForm interaction={interaction} /> : <Expired />}
      </div>
    </main>
  );
}

interface Credentials {
  username: string;
  password: string;
}

function SignInForm({ interaction }: { interaction: string }) {
  const { t } = useWords();
  const words = useServerWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [form] = Form.useForm<Credentials>();

  const submit = async (credentials: Credentials) => {
    setBusy(true);
    setError(undefined);
    try {
      const path = `/auth/interaction/${encodeURIComponent(interaction)}`;
      const { redirectTo } = await client.transport.json<{ redirectTo: string }>('POST', path, { body: credentials });
      location.assign(redirectTo);
    } catch (failure) {
      setError(failure);
      setBusy(false);
      form.getFieldInstance('password')?.focus();
    }
  };

  if (isApiError(error) && (error.code === 404 || error.code === 410)) return <Expired />;
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} size="large">
      <Form.Item
        name="username"
        label={t('identity.signIn.username')}
        rules={[{ required: true, message: t('identity.signIn.usernameMissing') }]}
      >
        <Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('identity.signIn.password')}
        rules={[{ required: true, message: t('identity.signIn.passwordMissing') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      {error !== undefined && (
        <div style={{ marginBottom: 16 }}>
          {isApiError(error) && error.code === 401 ? (
            <div className="notice stack-tight" role="alert">
              <strong>{t('identity.signIn.wrong')}</strong>
              <span>{words.error(error)}</span>
            </div>
          ) : (
            <ErrorNotice error={error} />
          )}
        </div>
      )}
      <Button type="primary" htmlType="submit" loading={busy} block>
        {t('identity.signIn.submit')}
      </Button>
      <p className="help" style={{ marginTop: 16 }}>
        {t('identity.signIn.help')}
      </p>
    </Form>
  );
}

function Expired() {
  const { t } = useWords();
  return (
    <EmptyStart
      title={t('identity.signIn.lost')}
      hint={t('identity.signIn.lostHint')}
      action={
        <Button type="primary" href="/auth/login?return=%2Fwork">
          {t('identity.signIn.again')}
        </Button>
      }
    />
  );
}
