import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** State that lives in the address, so that a link shows the other person the same thing. Empty values are left out. */
export function useAddress() {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (changes: Record<string, string | undefined>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [key, value] of Object.entries(changes)) {
            if (value) next.set(key, value);
            else next.delete(key);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { get: (key: string) => params.get(key) ?? '', set };
}
