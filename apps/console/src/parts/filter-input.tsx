import { SearchOutlined } from '@ant-design/icons';

/** A field that narrows what is shown as it is typed in. */
export function FilterInput(props: { label: string; value: string; onChange(value: string): void }) {
  return (
    <span className="plain-input" style={{ width: 240 }}>
      <SearchOutlined aria-hidden />
      <input
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </span>
  );
}
