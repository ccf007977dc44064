import { useSyncExternalStore } from 'react';

const query = '(max-width: 800px)';

/** Whether the window is too narrow for drawings. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}
