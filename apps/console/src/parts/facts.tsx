import type { ReactNode } from 'react';

export type Fact = [label: string, value: ReactNode] | false | undefined;

/** Facts about a thing, label beside value. Absent ones are left out. */
export function Facts({ of }: { of: Fact[] }) {
  return (
    <dl className="facts">
      {of
        .filter((fact): fact is [string, ReactNode] => Array.isArray(fact))
        .map(([label, value]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value ?? '—'}</dd>
          </div>
        ))}
    </dl>
  );
}
