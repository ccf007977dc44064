import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { type Appearance, initialAppearance, keepAppearance, themeOf } from './theme.ts';

const AppearanceContext = createContext<{ appearance: Appearance; choose(next: Appearance): void }>({
  appearance: 'light',
  choose: () => undefined,
});

export const useAppearance = () => useContext(AppearanceContext);

/** Theme and language for everything below; both change without a reload. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [appearance, setAppearance] = useState<Appearance>(initialAppearance);
  const { language } = useWords();

  useEffect(() => {
    document.documentElement.dataset.appearance = appearance;
    document.documentElement.style.colorScheme = appearance;
  }, [appearance]);

  const value = useMemo(
    () => ({
      appearance,
      choose(next: Appearance) {
        keepAppearance(next);
        setAppearance(next);
      },
    }),
    [appearance],
  );

  return (
    <AppearanceContext value={value}>
      <ConfigProvider theme={themeOf(appearance)} locale={language === 'en' ? enUS : zhCN} button={{ autoInsertSpace: false }}>
        <App component={false}>{children}</App>
      </ConfigProvider>
    </AppearanceContext>
  );
}
