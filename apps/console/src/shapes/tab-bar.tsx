import { type KeyboardEvent, type ReactNode, useRef } from 'react';

export interface TabItem {
  key: string;
  label: ReactNode;
}

/** Tabs over the content below them: arrows move between them (ARIA practices, "Tabs with automatic activation"). */
export function TabBar(props: { label: string; items: readonly TabItem[]; active: string; onChange(key: string): void }) {
  const { items, active, onChange } = props;
  const bar = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.key === active);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (at + step + items.length) % items.length;
    onChange(items[next]?.key ?? active);
    bar.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <div ref={bar} role="tablist" aria-label={props.label} className="tab-bar">
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          role="tab"
          aria-selected={item.key === active}
          tabIndex={item.key === active ? 0 : -1}
          className={item.key === active ? 'tab active' : 'tab'}
          onClick={() => onChange(item.key)}
          onKeyDown={onKeyDown}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}
