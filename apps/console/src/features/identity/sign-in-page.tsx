import { isApiError } from '@dizuo/client';
import { Button, Input } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { chooseLanguage, otherLanguageName } from '../../i18n/language.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
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

function SignInForm({ interaction }: { interaction: string }) {
  const { t } = useWords();
  const words = useServerWords();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const passwordField = useRef<{ focus(): void }>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (username === '' || password === '') return;
    setBusy(true);
    setError(undefined);
    try {
      const path = `/auth/interaction/${encodeURIComponent(interaction)}`;
      const { redirectTo } = await client.transport.json<{ redirectTo: string }>('POST', path, { body: { username, password } });
      location.assign(redirectTo);
    } catch (failure) {
      setError(failure);
      setBusy(false);
      passwordField.current?.focus();
    }
  };

  if (isApiError(error) && (error.code === 404 || error.code === 410)) return <Expired />;
  return (
    <form onSubmit={submit} noValidate>
      <Field
        id="username"
        label={t('identity.signIn.username')}
        error={tried && username === '' ? t('identity.signIn.usernameMissing') : undefined}
      >
        {(control) => (
          <Input
            {...control}
            size="large"
            autoComplete="username"
            autoFocus
            autoCapitalize="none"
            spellCheck={false}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        )}
      </Field>
      <PasswordField
        id="password"
        label={t('identity.signIn.password')}
        error={tried && password === '' ? t('identity.signIn.passwordMissing') : undefined}
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        large
        field={passwordField}
      />
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
      <Button type="primary" size="large" htmlType="submit" loading={busy} block>
        {t('identity.signIn.submit')}
      </Button>
      <p className="help" style={{ marginTop: 16 }}>
        {t('identity.signIn.help')}
      </p>
    </form>
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
