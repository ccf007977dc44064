import type { Control } from './field.tsx';

/** A line of text by the browser's own control: there at once, where a component library's would weigh more than the page. */
export function PlainInput(
  props: Partial<Control> & { value: string; onChange(value: string): void; placeholder?: string; mono?: boolean },
) {
  const { status, mono = false, onChange, ...rest } = props;
  return (
    <span className={status === 'error' ? 'plain-input choice-wrong' : 'plain-input'}>
      <input
        {...rest}
        type="text"
        className={mono ? 'mono' : ''}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}
