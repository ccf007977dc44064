import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import type { Deletion } from './delete-dialog.tsx';
import { ErrorNotice } from './error-notice.tsx';

/** Asks for the name before something is deleted that cannot come back, and lists what else goes. */
export function TypeNameDialog({ deletion, onClose }: { deletion: Deletion; onClose(): void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const { name, takes } = deletion;

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
      okButtonProps={{ danger: true, disabled: typed !== name, loading: busy }}
    >
      <div className="stack">
        <span>{t('parts.remove.irreversible')}</span>
        {takes && takes.length > 0 && (
          <div className="stack-tight">
            <span>{t('parts.remove.takes')}</span>
            <ul style={{ listStyle: 'disc', paddingLeft: 20 }}>
              {takes.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        )}
        {takes?.length === 0 && <span className="muted">{t('parts.remove.takesNothing')}</span>}
        <label className="stack-tight" htmlFor="typed-name">
          {t('parts.remove.type', { name })}
          <Input id="typed-name" value={typed} onChange={(event) => setTyped(event.target.value)} className="mono" autoFocus />
        </label>
        {error !== undefined && <ErrorNotice error={error} />}
      </div>
    </Modal>
  );
}
