import type { InputHTMLAttributes, TextareaHTMLAttributes } from 'react';
import type { Control } from './field.tsx';

interface PlainProps {
  value: string;
  onChange(value: string): void;
  /** Identifiers and other exact text. */
  mono?: boolean;
}

/** A line of text, or a date, by the browser's own control: there at once, where a component library's would weigh more than the page. */
export function PlainInput({
  status,
  mono = false,
  width,
  onChange,
  ...rest
}: PlainProps &
  Partial<Control> &
  Pick<InputHTMLAttributes<HTMLInputElement>, 'onBlur' | 'maxLength' | 'disabled' | 'placeholder' | 'inputMode' | 'list' | 'aria-label'> & {
    type?: 'text' | 'date';
    width?: number | string | undefined;
  }) {
  return (
    <span className={status === 'error' ? 'plain-input choice-wrong' : 'plain-input'} style={width === undefined ? {} : { width }}>
      <input
        type="text"
        {...rest}
        className={mono ? 'mono' : ''}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}

/** Several lines of text, by the browser's own control. It begins with `rows` lines and grows with its text where the browser can. */
export function PlainTextArea({
  status,
  mono = false,
  rows = 1,
  onChange,
  ...rest
}: PlainProps &
  Partial<Control> &
  Pick<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onBlur' | 'maxLength' | 'disabled' | 'placeholder'> & { rows?: number }) {
  return (
    <span className={status === 'error' ? 'plain-input choice-wrong' : 'plain-input'}>
      <textarea
        {...rest}
        rows={rows}
        style={{ minHeight: `calc(${rows}lh + 10px)` }}
        className={mono ? 'mono' : ''}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}
