import type { DataPlaneMatch, ExplanationAnswer, ServingRule } from '@dizuo/api';
import { lazy, type ReactNode, Suspense } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import type { State } from '../../parts/states.ts';
import { DataTable } from '../../shapes/data-table.tsx';
import { Step } from './explained-step.tsx';
import { useMatchWords } from './match-words.ts';
import { BackendLink, PolicyLink, RuleLink } from './rule-links.tsx';

const ExplainedCanary = lazy(() => import('./explained-canary.tsx').then((m) => ({ default: m.ExplainedCanary })));

/** The way of a request through the gateway, step by step, and why other rules do not serve it. */
export function ExplanationView({ answer, tenant }: { answer: ExplanationAnswer; tenant?: string | undefined }) {
  const { t } = useWords();
  const words = useMatchWords();
  const { serves, others, gateway, version } = answer;
  return (
    <div className="stack">
      <Panel title={t('explain.way')} extra={<span className="muted mono">{t('explain.by', { gateway, version })}</span>}>
        <ol className="steps">
          <Listener answer={answer} />
          {serves === undefined && (
            <Step state="failed" title={t('explain.noRoute')}>
              {t('explain.noRouteHint')}
            </Step>
          )}
          {serves && 'ofAnotherTenant' in serves && (
            <Step state="degraded" title={t('explain.another')}>
              {t('explain.anotherHint')}
            </Step>
          )}
          {serves && !('ofAnotherTenant' in serves) && <Serving serves={serves} withTenant={tenant === undefined} />}
        </ol>
      </Panel>
      {others.length > 0 && (
        <Panel title={t('explain.others')} flush>
          <DataTable
            label={t('explain.others')}
            rows={others}
            rowKey={({ rule, match }) => `${rule} ${JSON.stringify(match)}`}
            columns={[
              {
                key: 'rule',
                title: t('explain.ruleOf'),
                cell: ({ rule }) => <RuleLink rule={rule} withTenant={tenant === undefined} />,
              },
              { key: 'match', title: t('explain.match'), cell: ({ match }) => <Match match={match} /> },
              { key: 'why', title: t('explain.why'), cell: ({ misfit }) => words.misfit(misfit) },
            ]}
          />
        </Panel>
      )}
    </div>
  );
}

function Listener({ answer: { listener } }: { answer: ExplanationAnswer }) {
  const { t } = useWords();
  if (!listener)
    return (
      <Step state="unknown" title={t('explain.anyListener')}>
        {t('explain.anyListenerHint')}
      </Step>
    );
  const { name, protocol, port, hostname } = listener;
  return (
    <Step state="ready" title={t('explain.listener', { name })}>
      <span className="mono">{`${protocol} ${hostname ?? '*'}:${port}`}</span>
    </Step>
  );
}

function Serving({ serves, withTenant }: { serves: ServingRule; withTenant: boolean }) {
  const { t } = useWords();
  const { policies, backends, redirect } = serves;
  const { access, limits = [], canary, cors, backends: backendPolicies = [] } = policies;
  return (
    <>
      <Step state="ready" title={t('explain.rule')}>
        <RuleLink rule={serves.rule} withTenant={withTenant} />
        <Match match={serves.match} />
      </Step>
      <Access access={access} />
      {limits.map(({ id, requests, periodMs, per, covers }) => (
        <Step key={id} state={covers ? 'ready' : 'stopped'} title={t(covers ? 'explain.limit' : 'explain.noLimit')}>
          <PolicyLink plural="ratelimitpolicies" id={id} />
          <span>{t('explain.limitText', { requests, seconds: periodMs / 1000, per: t(`explain.pers.${per}`) })}</span>
        </Step>
      ))}
      {cors && (
        <Step state="ready" title={t('explain.cors')}>
          <span className="mono">{cors.join(' ')}</span>
        </Step>
      )}
      {redirect ? (
        <Step state="ready" title={t('explain.redirect', { status: redirect.statusCode })}>
          <span className="mono">{[redirect.scheme, redirect.hostname, redirect.path?.type].filter(Boolean).join(' ')}</span>
        </Step>
      ) : (
        <Backends backends={backends} withTenant={withTenant}>
          <Treatment serves={serves} />
          {backendPolicies.map((policy) => (
            <span key={policy} className="muted">
              {t('explain.backendPolicy')} <PolicyLink plural="backendpolicies" id={policy} />
            </span>
          ))}
        </Backends>
      )}
      {canary && !redirect && (
        <Suspense>
          <ExplainedCanary canary={canary} withTenant={withTenant} />
        </Suspense>
      )}
    </>
  );
}

const verdictStates: Record<string, State> = {
  open: 'ready',
  passes: 'ready',
  'sign-in': 'pending',
  unproven: 'failed',
  refused: 'failed',
};
const verdictWords = {
  open: 'explain.verdict.open',
  passes: 'explain.verdict.passes',
  'sign-in': 'explain.verdict.signIn',
  unproven: 'explain.verdict.unproven',
  refused: 'explain.verdict.refused',
} as const;

function Access({ access }: { access: ServingRule['policies']['access'] }) {
  const { t } = useWords();
  if (!access)
    return (
      <Step state="ready" title={t('explain.verdict.none')}>
        {t('explain.verdict.noneHint')}
      </Step>
    );
  const verdict = access.verdict as keyof typeof verdictWords;
  return (
    <Step state={verdictStates[verdict] ?? 'unknown'} title={t(verdictWords[verdict])}>
      {access.policy && (
        <span>
          {t('explain.authPolicy')} <PolicyLink plural="authpolicies" id={access.policy} />
        </span>
      )}
    </Step>
  );
}

function Backends(props: { backends: ServingRule['backends']; withTenant: boolean; children: ReactNode }) {
  const { t } = useWords();
  const { backends, withTenant } = props;
  const total = backends.reduce((sum, { weight }) => sum + weight, 0);
  const missing = backends.length === 0 || total === 0;
  const broken = backends.some(({ backend, weight }) => backend === undefined && weight > 0);
  return (
    <Step state={missing || broken ? 'failed' : 'ready'} title={t(missing ? 'explain.noBackend' : 'explain.backend')}>
      {backends.map(({ backend, weight }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shares of a rule have no other identity, and stand still
        <span key={index} className="row">
          {backend === undefined ? <span>{t('explain.badBackend')}</span> : <BackendLink backend={backend} withTenant={withTenant} />}
          {backends.length > 1 && total > 0 && <span className="muted">{`${Math.round((1000 * weight) / total) / 10} %`}</span>}
        </span>
      ))}
      {props.children}
    </Step>
  );
}

/** What happens to the request on its way: rewriting, copies, time limits, further tries. */
function Treatment({ serves }: { serves: ServingRule }) {
  const { t } = useWords();
  const { rewrite, mirrors = [], retry, requestTimeoutMs, backendTimeoutMs } = serves;
  const path = rewrite?.path && 'value' in rewrite.path ? rewrite.path.value : undefined;
  return (
    <>
      {rewrite && (
        <span>
          {t('explain.rewrite')} <span className="mono">{[rewrite.hostname, path].filter(Boolean).join(' ')}</span>
        </span>
      )}
      {mirrors.map(({ backend, numerator, denominator }) => (
        <span key={backend}>
          {t('explain.mirror', { percent: Math.round((1000 * numerator) / denominator) / 10 })} <BackendLink backend={backend} />
        </span>
      ))}
      {requestTimeoutMs !== undefined && <span>{t('explain.timeout', { seconds: requestTimeoutMs / 1000 })}</span>}
      {backendTimeoutMs !== undefined && <span>{t('explain.backendTimeout', { seconds: backendTimeoutMs / 1000 })}</span>}
      {retry && <span>{t('explain.retry', { n: retry.attempts, codes: retry.codes.join(', ') })}</span>}
    </>
  );
}

/** What a match asks for. */
function Match({ match }: { match: DataPlaneMatch }) {
  const words = useMatchWords();
  return (
    <span className="stack-tight" style={{ gap: 0 }}>
      {words.parts(match).map((part) => (
        <span key={part} className="muted">
          {part}
        </span>
      ))}
    </span>
  );
}
