import type { ReactNode } from 'react';

/** An empty place: what belongs here, and the first step. */
export function EmptyStart({ title, hint, action }: { title: string; hint?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {hint && <p>{hint}</p>}
      {action}
    </div>
  );
}
