import { useEffect, useState, useSyncExternalStore } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { durationText, exactText, relativeText } from './duration.ts';

let now = Date.now();
const readers = new Set<() => void>();
setInterval(() => {
  now = Date.now();
  for (const reader of readers) reader();
}, 15_000);

function useNow(): number {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => now,
  );
}

/** A time as people say it, the exact one on hover. */
export function When({ at }: { at: string | undefined }) {
  const { t, language } = useWords();
  const current = useNow();
  if (!at || Number.isNaN(Date.parse(at))) return <span className="muted">—</span>;
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={exactText(time, language)} className="nowrap">
      {relativeText(time, current, language) ?? t('parts.time.now')}
    </time>
  );
}

/** How long something took, or has been going on: then it counts each second. */
export function Elapsed({ from, to }: { from: string; to?: string | undefined }) {
  const words = useWords();
  const [current, setCurrent] = useState(Date.now);
  useEffect(() => {
    if (to) return;
    const clock = setInterval(() => setCurrent(Date.now()), 1000);
    return () => clearInterval(clock);
  }, [to]);
  const span = (to ? Date.parse(to) : current) - Date.parse(from);
  return <>{words.t(to ? 'parts.steps.took' : 'parts.steps.since', { time: durationText(span, words) })}</>;
}
