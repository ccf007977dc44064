import { isApiError } from '@dizuo/client';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { goToSignIn } from '../data/session.ts';
import { useWords, type WordKey } from '../i18n/use-words.ts';
import { Identifier } from './identifier.tsx';
import { useServerWords } from './server-words.ts';

type Manner = { title: WordKey; advice?: WordKey };

/** What happened, why, what to do, and the request id. A refusal names the policy, the missing fact and whom to ask. */
export function ErrorNotice({ error, onRetry, children }: { error: unknown; onRetry?: () => void; children?: ReactNode }) {
  const { t } = useWords();
  const known = isApiError(error) ? error : undefined;
  const manner = mannerOf(known?.code, known?.reason, known?.status.details?.said?.code);
  const causes = known?.causes ?? [];
  const words = useServerWords();
  const told = (reason: string) => causes.filter((c) => c.reason === reason).map((c) => words.told(c));
  const fields = causes.filter((c) => c.field);
  const message = known ? words.error(known) : error instanceof Error ? error.message : String(error);
  const facts: [WordKey, string[]][] = [
    ['parts.error.policy', told('Policy')],
    ['parts.error.missing', told('MissingFact')],
    ['parts.error.ask', told('Ask')],
  ];

  return (
    <div className="notice stack-tight" role="alert">
      <strong>{t(manner.title)}</strong>
      {fields.length === 0 && <span>{message}</span>}
      {fields.length > 0 && (
        <ul>
          {fields.map((cause) => (
            <li key={`${cause.field}${cause.message}`}>
              <span className="mono">{cause.field}</span> {words.told(cause)}
            </li>
          ))}
        </ul>
      )}
      {facts.some(([, values]) => values.length > 0) && (
        <dl className="facts">
          {facts
            .filter(([, values]) => values.length > 0)
            .map(([key, values]) => (
              <div key={key} style={{ display: 'contents' }}>
                <dt>{t(key)}</dt>
                <dd>{values.join('; ')}</dd>
              </div>
            ))}
        </dl>
      )}
      {manner.advice && <span className="muted">{t(manner.advice)}</span>}
      {known?.requestId && (
        <span className="muted">
          {t('parts.error.requestId')} <Identifier text={known.requestId} />
        </span>
      )}
      <span className="row">
        {known?.code === 401 && (
          <Button type="primary" onClick={goToSignIn}>
            {t('parts.error.signIn')}
          </Button>
        )}
        {onRetry && <Button onClick={onRetry}>{t('parts.retry')}</Button>}
        {children}
      </span>
    </div>
  );
}

const ledgerRefusals = new Set(['LedgerFull', 'LedgerWouldRise', 'LedgerExceptionFull']);

function mannerOf(code: number | undefined, reason: string | undefined, said: string | undefined): Manner {
  if (ledgerRefusals.has(said ?? '')) return { title: 'parts.error.fewer' };
  if (code === 0) return { title: 'parts.error.unreachable', advice: 'parts.error.unreachableDo' };
  if (code === 401) return { title: 'parts.error.unauthorized', advice: 'parts.error.unauthorizedDo' };
  if (code === 403) return { title: 'parts.error.forbidden' };
  if (code === 404) return { title: 'parts.error.notFound', advice: 'parts.error.notFoundDo' };
  if (code === 409 && reason === 'AlreadyExists') return { title: 'parts.error.exists', advice: 'parts.error.existsDo' };
  if (code === 409) return { title: 'parts.error.conflict', advice: 'parts.error.conflictDo' };
  if (code === 422 || code === 400) return { title: 'parts.error.invalid', advice: 'parts.error.invalidDo' };
  if (code === 503 || code === 429) return { title: 'parts.error.busy', advice: 'parts.error.busyDo' };
  return { title: 'parts.error.unexpected', advice: 'parts.error.unexpectedDo' };
}

/** Above content that may be old: the connection is being taken up again, or the right to see it has ended. */
export function StaleNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useWords();
  const ended = isApiError(error) && [401, 403, 404].includes(error.code);
  return (
    <div style={{ marginBottom: 16 }}>
      {ended ? (
        <ErrorNotice error={error} {...(onRetry ? { onRetry } : {})} />
      ) : (
        <div className="notice notice-old" role="status">
          {t('parts.error.stale')}
        </div>
      )}
    </div>
  );
}
