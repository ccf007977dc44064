import { lazy, Suspense, useState } from 'react';
import type { Control } from './field.tsx';

export interface MultiChoiceProps<V extends string> extends Partial<Control> {
  values: readonly V[];
  options: readonly { value: V; label: string }[];
  onChange(values: V[]): void;
  /** Others than the options may be typed in. */
  tags?: boolean;
}

declare function AnySelect(props: MultiChoiceProps<string>): React.ReactNode;
const MultiSelect = lazy(() => import('./multi-select.tsx').then((m) => ({ default: m.MultiSelect as typeof AnySelect })));

/** Several of many, with search. Until it is used it only shows what is chosen: the list with its search is loaded then. */
export function MultiChoice<V extends string>(props: MultiChoiceProps<V>) {
  const [used, setUsed] = useState(false);
  const { values, options, id } = props;
  const chosen = values.map((value) => options.find((option) => option.value === value)?.label ?? value).join(', ');
  const shown = (
    <button
      type="button"
      id={id}
      aria-haspopup="listbox"
      aria-describedby={props['aria-describedby']}
      className="choice-control choice-closed"
      onClick={() => setUsed(true)}
      onFocus={() => setUsed(true)}
    >
      {chosen}
    </button>
  );
  if (!used) return shown;
  return (
    <Suspense fallback={shown}>
      <MultiSelect {...(props as unknown as MultiChoiceProps<string>)} />
    </Suspense>
  );
}
