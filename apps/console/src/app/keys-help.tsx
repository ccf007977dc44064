import { Modal } from 'antd';
import { useWords, type WordKey } from '../i18n/use-words.ts';

const keys: [string, WordKey][] = [
  ['/', 'app.keySearch'],
  ['?', 'app.keyHelp'],
  ['Tab', 'app.keyTab'],
  ['Enter', 'app.keyEnter'],
  ['Esc', 'app.keyClose'],
];

export function KeysHelp({ onClose }: { onClose(): void }) {
  const { t } = useWords();
  return (
    <Modal open title={t('app.keys')} footer={null} onCancel={onClose} width={400}>
      <dl className="facts">
        {keys.map(([key, word]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <kbd className="key">{key}</kbd>
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
