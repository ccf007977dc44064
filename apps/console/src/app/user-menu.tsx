import { App, Dropdown, type MenuProps } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { client } from '../data/api-client.ts';
import { signOut } from '../data/session.ts';
import { useSession } from '../data/session-context.tsx';
import { chooseLanguage, otherLanguageName } from '../i18n/language.ts';
import { useWords } from '../i18n/use-words.ts';
import { exactText } from '../parts/duration.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { saveFile } from '../parts/save-file.ts';
import { useAppearance } from './appearance.tsx';
import { UserButton } from './user-button.tsx';

const PasswordDialog = lazy(() => import('../features/identity/password-dialog.tsx').then((m) => ({ default: m.PasswordDialog })));

/** The person: acting post, language, appearance, password, kubeconfig, sign-out. Open when it is first drawn. */
export function UserMenu() {
  const { t, language } = useWords();
  const { session, reload } = useSession();
  const { appearance, choose } = useAppearance();
  const { message, modal } = App.useApp();
  const [password, setPassword] = useState(false);
  const [open, setOpen] = useState(true);

  const attempt = (work: () => Promise<unknown>) => () =>
    void work().catch((error) => void modal.error({ icon: null, content: <ErrorNotice error={error} /> }));

  const kubeconfig = async () => {
    const answer = await client.transport.json<{ kubeconfig: string; expiresAt: string }>('POST', '/auth/kubeconfig', { body: {} });
    saveFile('kubeconfig.yaml', 'application/yaml', answer.kubeconfig);
    message.success(t('app.kubeconfigDone', { at: exactText(Date.parse(answer.expiresAt), language) }), 8);
  };
  const act = (department: string, position: string) => async () => {
    await client.transport.json('POST', '/auth/session/appointment', { body: { department, position } });
    await reload();
  };

  const active = session.activeAppointment;
  const posts = session.appointments.map((a) => ({
    key: `post ${a.department} ${a.position}`,
    label: `${a.departmentName} · ${a.positionName}`,
    onClick: attempt(act(a.department, a.position)),
  }));
  const items: MenuProps['items'] = [
    ...(posts.length > 0
      ? [{ key: 'posts', type: 'group' as const, label: t('app.appointment'), children: posts }, { type: 'divider' as const }]
      : []),
    {
      key: 'language',
      label: otherLanguageName(language),
      onClick: () => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en'),
    },
    {
      key: 'appearance',
      label: `${t('app.appearance')}: ${t(appearance === 'dark' ? 'app.light' : 'app.dark')}`,
      onClick: () => choose(appearance === 'dark' ? 'light' : 'dark'),
    },
    { type: 'divider' },
    { key: 'kubeconfig', label: t('app.kubeconfig'), onClick: attempt(kubeconfig) },
    { key: 'password', label: t('app.changePassword'), onClick: () => setPassword(true) },
    { type: 'divider' },
    { key: 'out', label: t('app.signOut'), onClick: attempt(() => signOut(false)) },
    { key: 'everywhere', label: t('app.signOutEverywhere'), onClick: attempt(() => signOut(true)) },
    { type: 'divider' },
    { key: 'version', disabled: true, label: t('app.version', { version: session.version }) },
  ];

  return (
    <>
      <Dropdown
        trigger={['click']}
        open={open}
        onOpenChange={setOpen}
        menu={{ items, selectedKeys: active ? [`post ${active.department} ${active.position}`] : [] }}
        placement="bottomRight"
      >
        <UserButton />
      </Dropdown>
      <Suspense>{password && <PasswordDialog onClose={() => setPassword(false)} />}</Suspense>
    </>
  );
}
