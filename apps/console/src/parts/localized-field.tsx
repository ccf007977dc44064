import type { LocalizedText } from '@dizuo/api';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { type FieldForm, TextField } from './text-field.tsx';

/** A text in Chinese and, where there is one, in English. */
export function LocalizedField(props: {
  form: FieldForm;
  path: string;
  label: ReactNode;
  required?: boolean;
  value: LocalizedText;
  onChange(value: LocalizedText): void;
  rows?: number;
}) {
  const { t } = useWords();
  const { form, path, label, value, onChange } = props;
  const shape = { form, maxLength: 200, ...(props.rows === undefined ? {} : { rows: props.rows }) };
  return (
    <div className="columns columns-even" style={{ gap: '0 16px' }}>
      <TextField
        {...shape}
        path={`${path}.zh`}
        label={t('parts.inChinese', { what: String(label) })}
        required={props.required ?? false}
        value={value.zh}
        onChange={(zh) => onChange({ ...value, zh })}
      />
      <TextField
        {...shape}
        path={`${path}.en`}
        label={t('parts.inEnglish', { what: String(label) })}
        value={value.en ?? ''}
        onChange={(en) => onChange({ ...value, en })}
      />
    </div>
  );
}

/** Without an empty English text; undefined where there is no Chinese. */
export function filledText({ zh, en = '' }: LocalizedText): LocalizedText | undefined {
  if (zh.trim() === '') return undefined;
  return en.trim() === '' ? { zh: zh.trim() } : { zh: zh.trim(), en: en.trim() };
}
