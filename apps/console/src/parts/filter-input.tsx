import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';

/** A field that narrows what is shown as it is typed in. */
export function FilterInput({
  label,
  value,
  onChange,
  width = 240,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
  width?: number;
}) {
  return (
    <Input
      allowClear
      prefix={<SearchOutlined aria-hidden style={{ color: 'var(--muted)' }} />}
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      style={{ width, maxWidth: '100%' }}
    />
  );
}
