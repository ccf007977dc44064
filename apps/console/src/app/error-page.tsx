import { isApiError } from '@dizuo/client';
import { Button } from 'antd';
import { Link, useRouteError } from 'react-router';
import { useWords } from '../i18n/use-words.ts';
import { EmptyStart } from '../parts/empty-start.tsx';
import { ErrorNotice } from '../parts/error-notice.tsx';

/** Where a page fails while it is drawn. */
export function ErrorPage() {
  const error = useRouteError();
  const { t } = useWords();
  return (
    <div className="page stack">
      <h1>{t('app.crashed')}</h1>
      {!isApiError(error) && <p className="muted">{t('app.crashedHint')}</p>}
      <ErrorNotice error={error}>
        <Button onClick={() => location.reload()}>{t('app.reload')}</Button>
        <Link to="/work">{t('app.toWork')}</Link>
      </ErrorNotice>
    </div>
  );
}

export function NotFoundPage() {
  const { t } = useWords();
  return (
    <div className="page">
      <div className="panel">
        <h1 className="visually-hidden">{t('app.notFound')}</h1>
        <EmptyStart title={t('app.notFound')} hint={t('app.notFoundHint')} action={<Link to="/work">{t('app.toWork')}</Link>} />
      </div>
    </div>
  );
}
