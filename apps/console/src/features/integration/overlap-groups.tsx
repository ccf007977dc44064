import type { ClusterRow } from '@dizuo/api';
import { Skeleton } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Pager } from '../../shapes/data-table.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { percent } from './amounts.ts';
import { SystemLink } from './system-link.tsx';
import { useAssessment } from './use-assessment.ts';
import { useDepartmentNames } from './use-department-names.ts';

const pageSize = 10;

/** Groups of systems that overlap with each other: candidates for one large system. */
export function OverlapGroups({ threshold }: { threshold: number }) {
  const { t } = useWords();
  const address = useAddress();
  const department = useDepartmentNames();
  const list = useAssessment<{ items: ClusterRow[] }>('/clusters');
  const page = Math.max(1, Number(address.get('page')) || 1);
  if (list.error && !list.data) return <ErrorNotice error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <Skeleton active title={false} paragraph={{ rows: 6 }} style={{ padding: 16 }} />;
  if (list.data.items.length === 0) {
    return <EmptyStart title={t('assessment.noPairs')} hint={t('assessment.noPairsHint', { threshold: percent(threshold) })} />;
  }
  return (
    <>
      <ul className="rows">
        {list.data.items.slice((page - 1) * pageSize, page * pageSize).map((group) => (
          <li key={group.systems.join(' ')} className="stack-tight">
            <strong>{t('assessment.groupOf', { count: group.systems.length, overlap: percent(group.overlap) })}</strong>
            <ul className="cards" style={{ gap: 8 }}>
              {group.members.map((member) => (
                <li key={member.key}>
                  <SystemLink of={member} department={department} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <Pager
        page={page}
        size={pageSize}
        count={list.data.items.length}
        onPage={(next) => address.set({ page: next > 1 ? String(next) : undefined })}
      />
    </>
  );
}
