import { Suspense, useEffect } from 'react';
import { Outlet } from 'react-router';
import { ErrorPage, NotFoundPage } from './error-page.tsx';
import { PageSkeleton } from './shell.tsx';
import { SignedIn } from './signed-in.tsx';

/** Pages for paper: the session of the house, without its walls. */
export function PrintRoom() {
  return (
    <SignedIn>
      {() => (
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      )}
    </SignedIn>
  );
}

/** No page of this address can be printed, and whoever prints is told. */
export function NothingToPrint() {
  usePrintState('missing');
  return <NotFoundPage />;
}

export function PrintFailed() {
  usePrintState('failed');
  return <ErrorPage />;
}

function usePrintState(state: 'missing' | 'failed'): void {
  useEffect(() => {
    document.documentElement.dataset.print = state;
    return () => {
      delete document.documentElement.dataset.print;
    };
  }, [state]);
}
