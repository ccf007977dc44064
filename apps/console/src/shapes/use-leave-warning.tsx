import { App } from 'antd';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useWords } from '../i18n/use-words.ts';

/** Asks before a page with unsaved changes is left, by a link or by closing the window. A changed query is not leaving. */
export function useLeaveWarning(dirty: boolean): void {
  const { t } = useWords();
  const { modal } = App.useApp();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname);

  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({
      title: t('app.unsaved'),
      content: t('app.unsavedHint'),
      okText: t('app.leave'),
      cancelText: t('app.stay'),
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
  }, [blocker, modal, t]);

  useEffect(() => {
    if (!dirty) return;
    const onClose = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', onClose);
    return () => removeEventListener('beforeunload', onClose);
  }, [dirty]);
}
