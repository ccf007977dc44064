import type { ReactNode } from 'react';
import { Field } from './field.tsx';
import { PlainInput, PlainTextArea } from './plain-input.tsx';

/** What a field asks of its form: problems by path, and to be told that it was left. */
export interface FieldForm {
  problem(path: string): string | undefined;
  leave(path: string): void;
}

/** A labelled line of text of a form. `path` is the value's path in the object. */
export function TextField(props: {
  form: FieldForm;
  path: string;
  label: ReactNode;
  help?: ReactNode;
  required?: boolean;
  value: string;
  onChange(value: string): void;
  /** Identifiers and other exact text. */
  mono?: boolean;
  maxLength?: number;
  placeholder?: string;
  disabled?: boolean;
  maxWidth?: number;
  /** Several lines: how many at first. */
  rows?: number;
}) {
  const { form, path, label, help, required = false, value, mono = false, maxWidth, rows } = props;
  return (
    <Field id={path} label={label} help={help} required={required} error={form.problem(path)}>
      {(control) => {
        const common = {
          ...control,
          value,
          mono,
          ...(props.maxLength === undefined ? {} : { maxLength: props.maxLength }),
          ...(props.placeholder === undefined ? {} : { placeholder: props.placeholder }),
          disabled: props.disabled ?? false,
          onBlur: () => form.leave(path),
          onChange: props.onChange,
        };
        return rows === undefined ? <PlainInput {...common} width={maxWidth} /> : <PlainTextArea {...common} rows={rows} />;
      }}
    </Field>
  );
}
