import { Event, type KubeObject, systemNamespace } from '@dizuo/api';
import { Skeleton } from 'antd';
import { useLiveList } from '../data/use-live.ts';
import { useWords } from '../i18n/use-words.ts';
import { EmptyStart } from '../parts/empty-start.tsx';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { useServerWords } from '../parts/server-words.ts';
import { StateTag } from '../parts/state-tag.tsx';
import { When } from '../parts/when.tsx';

/** What happened to an object, newest first. */
export function EventsTab({ object }: { object: KubeObject }) {
  const { t } = useWords();
  const words = useServerWords();
  const { namespace = systemNamespace, uid = '' } = object.metadata;
  const list = useLiveList(Event, { namespace, fieldSelector: `involvedObject.uid=${uid}` });

  if (list.error && !list.loaded) return <ErrorNotice error={list.error} onRetry={list.retry} />;
  if (!list.loaded) return <Skeleton active />;
  const events = list.items.toSorted((a, b) => Date.parse(b.lastTimestamp ?? '') - Date.parse(a.lastTimestamp ?? ''));
  return (
    <div className="panel">
      {events.length === 0 && <EmptyStart title={t('parts.events.none')} hint={t('parts.events.noneHint')} />}
      <ul className="rows">
        {events.map((event) => (
          <li key={event.metadata.name} className="stack-tight" style={{ gap: 4 }}>
            <span className="row-between">
              <span className="row">
                <StateTag
                  state={event.type === 'Warning' ? 'degraded' : 'ready'}
                  word={t(event.type === 'Warning' ? 'parts.events.warning' : 'parts.events.normal')}
                />
                <strong>{words.heading(event.reason)}</strong>
                {(event.count ?? 1) > 1 && <span className="muted">{t('parts.events.count', { count: event.count ?? 1 })}</span>}
              </span>
              <span className="muted">
                <When at={event.lastTimestamp} />
              </span>
            </span>
            <span>{words.told(event)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
