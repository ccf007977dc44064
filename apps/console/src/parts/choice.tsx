import type { Control } from './field.tsx';

export interface ChoiceOption {
  value: string;
  label: string;
}

/** One of several, by the browser's own control: it is there at once, is typed into, and works on a phone. */
export function Choice<V extends string>(
  props: Partial<Control> & {
    value: V | null;
    options: readonly { value: V; label: string }[];
    onChange(value: V | null): void;
    onBlur?(): void;
    /** May be emptied again. */
    clearable?: boolean;
    /** Said where there is nothing to choose from. */
    empty?: string;
    placeholder?: string;
    disabled?: boolean;
    maxWidth?: number;
    'aria-label'?: string;
  },
) {
  const { value, options, onChange, clearable = false, empty = '', placeholder = '', disabled = false, maxWidth, status, ...rest } = props;
  const isKnown = options.some((option) => option.value === value);
  return (
    <select
      {...rest}
      className={status === 'error' ? 'choice-control choice-wrong' : 'choice-control'}
      style={maxWidth === undefined ? {} : { maxWidth }}
      value={value ?? ''}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value === '' ? null : (event.target.value as V))}
    >
      {(value === null || clearable) && (
        <option value="" disabled={!clearable}>
          {options.length === 0 ? empty : placeholder}
        </option>
      )}
      {value !== null && !isKnown && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
