import { useState } from 'react';
import type { Control } from './field.tsx';
import { PlainInput } from './plain-input.tsx';

/** A number. What cannot be read as one, or lies outside the limits, goes back to the last good value when the field is left. */
export function NumberInput(
  props: Partial<Control> & {
    value: number | undefined;
    onChange(value: number | undefined): void;
    onBlur?(): void;
    min?: number;
    max?: number;
    /** Digits after the point; none if absent. */
    digits?: number;
    width?: number | string;
    disabled?: boolean;
    'aria-label'?: string;
  },
) {
  const { value, onChange, onBlur, min, max, digits = 0, width = '100%', ...rest } = props;
  const [typing, setTyping] = useState<string>();
  const shown = typing ?? (value === undefined ? '' : String(value));
  return (
    <PlainInput
      {...rest}
      inputMode={digits > 0 ? 'decimal' : 'numeric'}
      width={width}
      value={shown}
      onChange={(text) => {
        setTyping(text);
        const number = numberIn(text, digits);
        if (text.trim() === '') onChange(undefined);
        else if (number !== undefined) onChange(within(number, min, max));
      }}
      onBlur={() => {
        setTyping(undefined);
        onBlur?.();
      }}
    />
  );
}

function numberIn(text: string, digits: number): number | undefined {
  const plain = text.trim().replaceAll(/[,，\s]/g, '');
  if (!/^-?\d+(\.\d*)?$/.test(plain)) return undefined;
  return Number(Number(plain).toFixed(digits));
}

function within(number: number, min = -Infinity, max = Infinity): number {
  return Math.min(Math.max(number, min), max);
}
