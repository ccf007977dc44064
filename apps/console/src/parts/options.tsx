import { useId } from 'react';

/** One of a few, all of them shown. */
export function Options<V extends string>(props: {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange(value: V): void;
}) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={props.label} className="row options">
      {props.options.map((option) => (
        <label key={option.value} className="option">
          <input type="radio" name={name} checked={option.value === props.value} onChange={() => props.onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </div>
  );
}
