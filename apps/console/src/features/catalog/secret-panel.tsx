import { Secret } from '@dizuo/api';
import { Button } from 'antd';
import { useState } from 'react';
import { client } from '../../data/api-client.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { Panel } from '../../parts/panel.tsx';

/** A Secret whose values are read only when asked for; leaving the page forgets them. */
export function SecretPanel({ namespace, name }: { namespace: string; name: string }) {
  const { t } = useWords();
  const [values, setValues] = useState<Record<string, string>>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  const reveal = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const secret = await client.objects(Secret).get({ namespace, name });
      setValues(Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, textOf(value)])));
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };

  return (
    <Panel
      title={t('catalog.instance.credentials')}
      extra={
        values ? (
          <Button onClick={() => setValues(undefined)}>{t('catalog.instance.hide')}</Button>
        ) : (
          <Button loading={busy} onClick={reveal}>
            {t('catalog.instance.reveal')}
          </Button>
        )
      }
    >
      <div className="stack">
        {error !== undefined && <ErrorNotice error={error} />}
        {values && <Facts of={Object.entries(values).map(([key, value]) => [key, <Identifier key={key} text={value} />])} />}
        <p className="help">{t('catalog.instance.revealHint', { name })}</p>
        <p className="help">{t('catalog.instance.next', { name })}</p>
      </div>
    </Panel>
  );
}

function textOf(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
