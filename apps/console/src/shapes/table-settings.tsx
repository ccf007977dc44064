import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Segmented } from 'antd';
import { useWords } from '../i18n/use-words.ts';
import type { ListColumn } from './list-columns.ts';

export interface TableSettings {
  columns?: string[];
  dense?: boolean;
}

/** Chosen columns and density of a table. Open when it is first drawn. */
export function TableSettingsButton<T>(props: {
  columns: readonly ListColumn<T>[];
  shown: readonly ListColumn<T>[];
  settings: TableSettings;
  onChange(next: TableSettings): void;
}) {
  const { t } = useWords();
  const { columns, shown, settings, onChange } = props;
  const content = (
    <div className="stack" style={{ minWidth: 180 }}>
      <div className="stack-tight">
        <strong>{t('parts.list.columns')}</strong>
        <Checkbox.Group
          style={{ flexDirection: 'column', gap: 4 }}
          options={columns.map((column) => ({ value: column.key, label: column.title }))}
          value={shown.map((column) => column.key)}
          onChange={(keys) => onChange({ ...settings, columns: keys as string[] })}
        />
      </div>
      <div className="stack-tight">
        <strong>{t('parts.list.density')}</strong>
        <Segmented
          value={settings.dense ? 'small' : 'middle'}
          options={[
            { value: 'middle', label: t('parts.list.densityMiddle') },
            { value: 'small', label: t('parts.list.densitySmall') },
          ]}
          onChange={(value) => onChange({ ...settings, dense: value === 'small' })}
        />
      </div>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" defaultOpen content={content}>
      <Button icon={<SettingOutlined />} aria-label={t('parts.list.settings')} title={t('parts.list.settings')} />
    </Popover>
  );
}
