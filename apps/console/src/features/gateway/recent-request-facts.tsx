import type { RecentRequest } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { exactText } from '../../parts/duration.ts';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { answerState, callerOf, type ListedRequest } from './recent-request-values.ts';
import { BackendLink, PolicyLink, RuleLink } from './rule-links.tsx';
import { latencyText } from './traffic-values.ts';

const problems = [
  'bad-request',
  'not-found',
  'misdirected',
  'sign-in',
  'wrong-credentials',
  'too-many-requests',
  'not-allowed',
  'sign-in-unavailable',
  'sign-in-failed',
  'signed-out',
  'misconfigured',
  'bad-gateway',
  'unavailable',
  'timeout',
] as const;

/** The status of an answer, with the reason where the gateway itself gave it. */
export function AnswerState({ request: { status, problem } }: { request: Pick<RecentRequest, 'status' | 'problem'> }) {
  const { t } = useWords();
  const known = problems.find((name) => name === problem);
  const words = [status === 0 ? t('recent.broken') : String(status), known && t(`recent.problems.${known}`)];
  return <StateTag state={answerState(status)} word={words.filter(Boolean).join(' ')} />;
}

/** What became of a request, as the data plane remembers it. */
export function RecentRequestFacts({ request, withTenant }: { request: ListedRequest; withTenant: boolean }) {
  const { t, language } = useWords();
  const { method, host, path, query, at, ms, rule, backend, endpoint, limit, why, retries, id, traceId } = request;
  const line = (text: string) => <span className="mono recent-address">{text}</span>;
  return (
    <Panel title={t('recent.happened')}>
      <Facts
        of={[
          [t('recent.request'), line(`${method} ${host}${path}${query ? `?${query}` : ''}`)],
          [t('recent.at'), exactText(Date.parse(at), language)],
          [t('recent.status'), <AnswerState key="status" request={request} />],
          [t('recent.ms'), latencyText(ms)],
          [
            t('traffic.rules.rule'),
            rule ? <RuleLink key="rule" rule={rule} withTenant={withTenant} /> : <span key="rule">{t('recent.noRule')}</span>,
          ],
          [
            t('traffic.rules.backend'),
            <span key="backend" className="stack-tight" style={{ gap: 0 }}>
              <BackendLink backend={backend ?? ''} withTenant={withTenant} />
              {endpoint && <span className="muted mono recent-address">{endpoint}</span>}
            </span>,
          ],
          [t('recent.who'), line(callerOf(request))],
          limit !== undefined && [t('traffic.limited.limit'), <PolicyLink key="limit" plural="ratelimitpolicies" id={limit} />],
          retries !== undefined && [t('recent.retries'), retries],
          why !== undefined && [t('recent.log'), line(why)],
          [t('recent.id'), line(id)],
          traceId !== undefined && [t('recent.trace'), line(traceId)],
        ]}
      />
      <p className="help" style={{ marginTop: 12 }}>
        {t('recent.masked')}
      </p>
    </Panel>
  );
}
