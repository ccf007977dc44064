import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { type ReactNode, useEffect, useMemo } from 'react';
import { goToSignIn, loadSession, type Session } from '../data/session.ts';
import { SessionProvider } from '../data/session-context.tsx';
import { ErrorNotice } from '../parts/error-notice.tsx';

/** Waits for the session, and sends to the sign-in who has none. */
export function SignedIn({ children }: { children: (session: Session) => ReactNode }) {
  const queries = useQueryClient();
  const session = useQuery({ queryKey: ['session'], queryFn: async () => (await loadSession()) ?? null, staleTime: 60_000 });

  useEffect(() => {
    if (session.data === null) goToSignIn();
  }, [session.data]);

  const value = useMemo(
    () =>
      session.data
        ? { session: session.data, reload: async () => void (await queries.invalidateQueries({ queryKey: ['session'] })) }
        : undefined,
    [session.data, queries],
  );

  if (session.error) {
    return (
      <div className="page">
        <ErrorNotice error={session.error} onRetry={() => session.refetch()} />
      </div>
    );
  }
  if (!value) {
    return (
      <div className="page">
        <Skeleton active />
      </div>
    );
  }
  return <SessionProvider value={value}>{children(value.session)}</SessionProvider>;
}
