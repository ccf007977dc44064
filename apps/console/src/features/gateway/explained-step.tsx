import type { ReactNode } from 'react';
import { StateIcon } from '../../parts/state-tag.tsx';
import type { State } from '../../parts/states.ts';

/** One step on the way of a request. */
export function Step({ state, title, children }: { state: State; title: string; children: ReactNode }) {
  return (
    <li>
      <StateIcon state={state} />
      <div className="stack-tight" style={{ gap: 2, minWidth: 0 }}>
        <strong>{title}</strong>
        {children}
      </div>
    </li>
  );
}
