import { HumanTask } from '@dizuo/api';
import { Segmented, Skeleton } from 'antd';
import { useSession } from '../../data/session-context.tsx';
import { reach, useLiveLists } from '../../data/use-live-lists.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice, StaleNotice } from '../../parts/error-notice.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { decidedTasks, myTasks } from './my-work.ts';
import { TaskRows } from './task-rows.tsx';

/** What waits for the reader, wherever it comes from; made for a phone as well. */
export function InboxPage() {
  const { t } = useWords();
  const address = useAddress();
  const { session } = useSession();
  const list = useLiveLists(HumanTask, reach(session));
  const done = address.get('show') === 'done';
  const open = myTasks(list.items, session);
  const shown = done ? decidedTasks(list.items, session) : open;

  return (
    <div className="page">
      <PageHead
        title={t('approval.inbox.title')}
        lead={t('approval.inbox.lead')}
        count={list.loaded ? open.length : undefined}
        actions={
          <Segmented
            aria-label={t('approval.inbox.show')}
            value={done ? 'done' : 'open'}
            onChange={(value) => address.set({ show: value === 'done' ? 'done' : undefined })}
            options={[
              { value: 'open', label: t('approval.inbox.open') },
              { value: 'done', label: t('approval.inbox.done') },
            ]}
          />
        }
      />
      {list.error !== undefined && (list.loaded ? <StaleNotice error={list.error} /> : <ErrorNotice error={list.error} />)}
      {!list.loaded && !list.error && <Skeleton active paragraph={{ rows: 5 }} />}
      {list.loaded && (
        <div className="panel">
          {shown.length === 0 && (
            <EmptyStart
              title={t(done ? 'approval.inbox.doneEmpty' : 'approval.inbox.empty')}
              hint={done ? undefined : t('approval.inbox.emptyHint')}
            />
          )}
          <TaskRows tasks={shown} />
        </div>
      )}
    </div>
  );
}
