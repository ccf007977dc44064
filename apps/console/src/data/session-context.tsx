import { createContext, useContext } from 'react';
import type { Session } from './session.ts';

const SessionContext = createContext<{ session: Session; reload(): Promise<void> } | undefined>(undefined);
export const SessionProvider = SessionContext.Provider;

/** The signed-in person. Only below the shell, which waits for it. */
export function useSession() {
  const value = useContext(SessionContext);
  if (!value) throw new Error('useSession outside the shell');
  return value;
}
