import { User } from '@dizuo/api';
import { objectPath } from '@dizuo/client';
import { Modal } from 'antd';
import { client } from '../../data/api-client.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Identifier } from '../../parts/identifier.tsx';

/** Gives the person a new password, to be changed at the next sign-in, and ends their sessions. */
export async function resetPassword(user: string): Promise<string> {
  const { password } = await client.transport.json<{ password: string }>('POST', objectPath(User, { name: user }, 'password'), {
    body: {},
  });
  return password;
}

export async function unlockUser(user: string): Promise<void> {
  await client.transport.json('POST', objectPath(User, { name: user }, 'unlock'), { body: {} });
}

/** Shown once; closing it forgets it. */
export function OneTimePassword({ text, onClose }: { text: string; onClose(): void }) {
  const { t } = useWords();
  return (
    <Modal
      open
      title={t('identity.user.oneTime')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      onOk={onClose}
      okText={t('identity.user.done')}
      cancelButtonProps={{ style: { display: 'none' } }}
    >
      <div className="stack">
        <div className="code" style={{ fontSize: 18, textAlign: 'center' }}>
          <Identifier text={text} />
        </div>
        <p>{t('identity.user.oneTimeHint')}</p>
      </div>
    </Modal>
  );
}
