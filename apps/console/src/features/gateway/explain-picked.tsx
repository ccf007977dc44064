import { Skeleton } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { ExplainBox } from './explain-box.tsx';
import { RecentRequestFacts } from './recent-request-facts.tsx';
import { askedAgain } from './recent-request-values.ts';
import type { Explain } from './use-explanation.ts';
import { useRecentRequest } from './use-recent-requests.ts';

/** What became of a recent request, and its explanation. */
export function ExplainPicked(props: {
  explain: Explain;
  /** Whose members ask; absent: the operator. */
  tenant?: string | undefined;
  /** Path of the list that the request is in. */
  place: string;
  id: string;
}) {
  const { t } = useWords();
  const { explain, tenant, place, id } = props;
  const { data, isLoading } = useRecentRequest(place, id);
  const request = data?.requests[0];
  if (isLoading) return <Skeleton active paragraph={{ rows: 4 }} />;
  if (request)
    return (
      <div className="stack">
        <RecentRequestFacts request={request} withTenant={tenant === undefined} />
        <ExplainBox explain={explain} tenant={tenant} start={askedAgain(request)} ruleThen={request.rule} />
      </div>
    );
  return (
    <div className="stack">
      <div className="notice notice-old stack-tight" role="status">
        <strong>{t('recent.gone')}</strong>
        <span className="muted">{t('recent.goneHint')}</span>
      </div>
      <ExplainBox explain={explain} tenant={tenant} />
    </div>
  );
}
