import { lazy, Suspense } from 'react';

const TypeNameDialog = lazy(() => import('./type-name-dialog.tsx').then((m) => ({ default: m.TypeNameDialog })));

export interface Deletion {
  /** Word for the kind. */
  what: string;
  name: string;
  /** What goes with it, one line each; undefined while that is being found out. */
  takes: string[] | undefined;
  run(): Promise<unknown>;
  /** Tries without doing it; a refusal is shown before the name is asked for. */
  check?(): Promise<unknown>;
  done?(): void;
}

/** Asks for the name before something is deleted that cannot come back, lists what else goes, and says what stands in the way. */
export function DeleteDialog(props: { deletion: Deletion; onClose(): void }) {
  return (
    <Suspense>
      <TypeNameDialog {...props} />
    </Suspense>
  );
}
