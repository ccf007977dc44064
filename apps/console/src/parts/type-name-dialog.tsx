import { isApiError } from '@dizuo/client';
import { App, Input, Modal } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import type { Deletion } from './delete-dialog.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { useServerWords } from './server-words.ts';

/** Asks for the name before something is deleted that cannot come back, lists what else goes, and says what stands in the way. */
export function TypeNameDialog({ deletion, onClose }: { deletion: Deletion; onClose(): void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [refusal, setRefusal] = useState<unknown>();
  const { name, takes, check } = deletion;
  const blocked = refusal !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: tried once, when the dialog opens
  useEffect(() => {
    let current = true;
    check?.().catch((failure) => current && setRefusal(failure));
    return () => {
      current = false;
    };
  }, []);

  const run = async () => {
    setBusy(true);
    try {
      await deletion.run();
      message.success(t('parts.remove.accepted', { name }));
      onClose();
      deletion.done?.();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      title={t('parts.remove.title', { what: deletion.what, name })}
      onCancel={onClose}
      onOk={run}
      okText={t('parts.remove.confirm')}
      cancelText={t('parts.cancel')}
      okButtonProps={{ danger: true, disabled: blocked || typed !== name, loading: busy }}
    >
      <div className="stack">
        {refusal !== undefined && <Refusal error={refusal} />}
        {!blocked && (
          <>
            <span>{t('parts.remove.irreversible')}</span>
            {takes && takes.length > 0 && <Lines title={t('parts.remove.takes')} of={takes} />}
            {takes?.length === 0 && <span className="muted">{t('parts.remove.takesNothing')}</span>}
            <label className="stack-tight" htmlFor="typed-name">
              {t('parts.remove.type', { name })}
              <Input id="typed-name" value={typed} onChange={(event) => setTyped(event.target.value)} className="mono" autoFocus />
            </label>
          </>
        )}
        {error !== undefined && <ErrorNotice error={error} />}
      </div>
    </Modal>
  );
}

/** Why it cannot be deleted now. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useWords();
  const words = useServerWords();
  const reasons = isApiError(error) && error.code === 422 ? error.causes.filter((cause) => cause.field) : [];
  if (reasons.length === 0) return <ErrorNotice error={error} />;
  return (
    <div className="notice" role="alert">
      <Lines title={<strong>{t('parts.remove.blocked')}</strong>} of={reasons.map((reason) => words.told(reason))} />
    </div>
  );
}

function Lines({ title, of }: { title: ReactNode; of: readonly string[] }) {
  return (
    <div className="stack-tight">
      <span>{title}</span>
      <ul style={{ listStyle: 'disc', paddingLeft: 20 }}>
        {of.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
