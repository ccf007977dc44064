import { Skeleton } from 'antd';
import type { LiveObject } from '../data/use-live.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';

/** Instead of a page whose object is not there yet: why, or that it is coming. */
export function WaitingPage({ for: live }: { for: Pick<LiveObject<unknown>, 'object' | 'error' | 'retry'> }) {
  return (
    <div className="page">{live.error && !live.object ? <ErrorNotice error={live.error} onRetry={live.retry} /> : <Skeleton active />}</div>
  );
}
