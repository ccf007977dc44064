import { type ThemeConfig, theme } from 'antd';

export type Appearance = 'light' | 'dark';

const fontFamily = "-apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'Segoe UI', Roboto, sans-serif";
export const monoFamily = "ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace";

/** The one place that decides how the console looks; `app.css` mirrors its surfaces as CSS variables. */
export function themeOf(appearance: Appearance): ThemeConfig {
  const dark = appearance === 'dark';
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: '#1656C4',
      colorLink: dark ? '#7aa7f5' : '#1656C4',
      colorInfo: '#1656C4',
      colorSuccess: dark ? '#4cb06c' : '#1f7a3d',
      colorWarning: dark ? '#d9a441' : '#8f5a00',
      colorError: dark ? '#f0716b' : '#c02b2b',
      colorTextSecondary: dark ? '#b4bac4' : '#4a5361',
      colorTextTertiary: dark ? '#9aa2ae' : '#5c6573',
      colorTextPlaceholder: dark ? '#8d95a1' : '#6a7280',
      colorTextDescription: dark ? '#a7aeb9' : '#566070',
      colorBgLayout: dark ? '#101318' : '#f4f6f9',
      colorBgContainer: dark ? '#171b21' : '#ffffff',
      colorBgElevated: dark ? '#1e232b' : '#ffffff',
      colorBorder: dark ? '#3a424e' : '#ccd2db',
      colorBorderSecondary: dark ? '#2a313b' : '#e4e8ee',
      borderRadius: 6,
      fontFamily,
      fontFamilyCode: monoFamily,
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Table: {
        headerBg: dark ? '#1b2028' : '#f7f9fb',
        cellPaddingBlock: 10,
        cellPaddingInline: 16,
        headerSplitColor: 'transparent',
        headerSortActiveBg: dark ? '#1b2028' : '#f7f9fb',
        headerSortHoverBg: dark ? '#222933' : '#eef2f7',
        bodySortBg: 'transparent',
        rowHoverBg: dark ? '#1d232c' : '#f5f8fd',
      },
      Tabs: { horizontalMargin: '0' },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    },
  };
}

const stored = 'dizuo.appearance';

export function initialAppearance(): Appearance {
  const chosen = localStorage.getItem(stored);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function keepAppearance(appearance: Appearance): void {
  localStorage.setItem(stored, appearance);
}
