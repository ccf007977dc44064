import { useCallback, useState } from 'react';

/** State of a form that survives a reload. Without a key it does not. */
export function useDraft<V extends object>(key: string | undefined, initial: V) {
  const place = key && `dizuo.draft.${key}`;
  const [values, setValues] = useState<V>(() => ({ ...initial, ...(place ? read(place) : {}) }));
  const [dirty, setDirty] = useState(() => place !== undefined && localStorage.getItem(place) !== null);

  const set = useCallback(
    (changes: Partial<V>) => {
      setDirty(true);
      setValues((before) => {
        const next = { ...before, ...changes };
        if (place) localStorage.setItem(place, JSON.stringify(next));
        return next;
      });
    },
    [place],
  );
  const forget = useCallback(() => {
    if (place) localStorage.removeItem(place);
    setDirty(false);
  }, [place]);
  return { values, set, dirty, forget };
}

function read(place: string): object {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
